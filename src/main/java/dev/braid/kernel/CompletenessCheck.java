package dev.braid.kernel;

import dev.braid.jupyter.Completeness;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// Whether a console should run what was typed, or wait for more.
final class CompletenessCheck {
  private static final String INDENT = "    ";

  private CompletenessCheck() {}

  static Completeness of(SourceCodeAnalysis analysis, String code) {
    if (code.stripLeading().startsWith("%%")) {
      // A cell magic's body goes on until an empty line.
      return code.contains("\n") && code.endsWith("\n")
          ? new Completeness.Complete()
          : new Completeness.Incomplete("");
    }
    String rest = withoutMagics(code);
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case EMPTY -> {
          return new Completeness.Complete();
        }
        case DEFINITELY_INCOMPLETE -> {
          return new Completeness.Incomplete(indent(code));
        }
        case UNKNOWN -> {
          return new Completeness.Invalid();
        }
        case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE -> {
          if (info.source() != null && !Syntax.permits(info.source())) {
            return new Completeness.Invalid();
          }
          String remaining = info.remaining() == null ? "" : info.remaining();
          if (remaining.length() >= rest.length()) {
            return new Completeness.Complete();
          }
          rest = remaining;
        }
      }
    }
    return new Completeness.Complete();
  }

  private static String withoutMagics(String code) {
    return code.replaceAll("(?m)^[^\\S\\n]*%[A-Za-z][^\\n]*$", "");
  }

  // The last line's, and one step more behind an opening bracket.
  private static String indent(String code) {
    String line = code.substring(code.stripTrailing().lastIndexOf('\n') + 1);
    String blanks = line.substring(0, line.length() - line.stripLeading().length());
    String end = line.stripTrailing();
    boolean opens = end.endsWith("{") || end.endsWith("(") || end.endsWith("[");
    return opens ? blanks + INDENT : blanks;
  }
}
