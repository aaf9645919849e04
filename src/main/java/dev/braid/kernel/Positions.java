package dev.braid.kernel;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// Places in a cell's text: the protocol counts code points, Java counts chars, and JShell sees one
/// snippet at a time.
final class Positions {
  private Positions() {}

  /// The char index of a code point; clamped into the text.
  static int toIndex(String code, int codePoint) {
    int all = code.codePointCount(0, code.length());
    return code.offsetByCodePoints(0, Math.clamp(codePoint, 0, all));
  }

  /// The number of code points before a char index.
  static int toCodePoints(String code, int index) {
    return code.codePointCount(0, index);
  }

  /// Where the snippet begins in which the cursor stands.
  static int snippetStart(SourceCodeAnalysis analysis, String code, int cursor) {
    int begin = 0;
    while (begin < cursor) {
      String rest = code.substring(begin, cursor);
      CompletionInfo info = analysis.analyzeCompletion(rest);
      String remaining = info.remaining();
      if (!info.completeness().isComplete()
          || remaining == null
          || remaining.isBlank()
          || remaining.length() >= rest.length()) {
        return begin;
      }
      begin = cursor - remaining.length();
    }
    return begin;
  }
}
