package dev.braid.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// Splits a cell into magics and snippets.
///
/// A line that begins with `%name`, or assigns `= %name ...`, is a magic where a new statement may
/// begin. The Java before it decides: within an unfinished statement `%` is the remainder, and so
/// it is after a complete expression if no magic has that name.
final class CellSplitter {
  private static final Pattern CELL_MAGIC =
      Pattern.compile("\\A\\s*%%([A-Za-z]\\w*)[^\\S\\n]*([^\\n]*)(?:\\n(.*))?\\z", Pattern.DOTALL);
  private static final Pattern LINE_MAGIC =
      Pattern.compile(
          "(?m)^([^\\S\\n]*|[^\"'/\\n%=]*[^\"'/\\n%=!<>+*&|^-]=[^\\S\\n]*)%([A-Za-z]\\w*)(?=\\s|$)[^\\S\\n]*([^\\n]*)$");

  private final SourceCodeAnalysis analysis;
  private final Predicate<String> isMagic;
  private final String code;
  private final List<CellPart> parts = new ArrayList<>();

  private CellSplitter(SourceCodeAnalysis analysis, Predicate<String> isMagic, String code) {
    this.analysis = analysis;
    this.isMagic = isMagic;
    this.code = code;
  }

  /// The parts of `code` in their order; `isMagic` knows the names of line magics.
  static List<CellPart> split(SourceCodeAnalysis analysis, Predicate<String> isMagic, String code) {
    Matcher cellMagic = CELL_MAGIC.matcher(code);
    if (cellMagic.matches()) {
      String body = cellMagic.group(3) == null ? "" : cellMagic.group(3);
      return List.of(
          new CellPart.Magic(
              cellMagic.group(1),
              cellMagic.group(2).strip(),
              body,
              true,
              lineOf(code, cellMagic.start(1))));
    }
    CellSplitter splitter = new CellSplitter(analysis, isMagic, code);
    splitter.run();
    return splitter.parts;
  }

  private void run() {
    Matcher magic = LINE_MAGIC.matcher(code);
    int begin = 0;
    while (magic.find()) {
      if (begin <= magic.start() && startsHere(code.substring(begin, magic.start()), magic)) {
        java(begin, magic.start());
        add(magic);
        begin = magic.end();
      }
    }
    java(begin, code.length());
  }

  private void add(Matcher magic) {
    int line = lineOf(code, magic.start(2));
    String arguments = magic.group(3).strip();
    if (magic.group(1).isBlank()) {
      parts.add(new CellPart.Magic(magic.group(2), arguments, "", false, line));
    } else {
      parts.add(
          new CellPart.Java(
              magic.group(1).strip()
                  + " "
                  + MagicCall.source(magic.group(2), arguments.replaceFirst(";$", ""))
                  + ";",
              line));
    }
  }

  private boolean startsHere(String before, Matcher magic) {
    String rest = before;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      boolean last = info.remaining() == null || info.remaining().isBlank();
      if (!info.completeness().isComplete()) {
        return false;
      }
      if (last) {
        return info.completeness() != Completeness.COMPLETE_WITH_SEMI
            || isMagic.test(magic.group(2));
      }
      rest = info.remaining();
    }
    return true;
  }

  private void java(int begin, int end) {
    String rest = code.substring(begin, end);
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (info.completeness() == Completeness.EMPTY) {
        return;
      }
      String remaining = info.remaining() == null ? "" : info.remaining();
      boolean whole = info.source() == null || !info.completeness().isComplete();
      String source = whole ? rest : info.source();
      int at = end - rest.length();
      int blanks = source.length() - source.stripLeading().length();
      parts.add(new CellPart.Java(source.strip(), lineOf(code, at + blanks)));
      if (whole || remaining.length() >= rest.length()) {
        return;
      }
      rest = remaining;
    }
  }

  private static int lineOf(String code, int position) {
    int line = 1;
    for (int i = 0; i < position && i < code.length(); i++) {
      if (code.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
