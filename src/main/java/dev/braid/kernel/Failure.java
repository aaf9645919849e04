package dev.braid.kernel;

import dev.braid.jupyter.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jshell.Diag;

/// Words for what went wrong in a cell.
final class Failure {
  private static final String RED = "\u001b[1;31m";
  private static final String MARK = "\u001b[1;4;31m";
  private static final String PLAIN = "\u001b[0m";

  private Failure() {}

  /// A snippet that doesn't compile: each error with its line, the marked span and javac's message.
  static Outcome.Failed of(Evaluated.Rejected rejected, CellLines.Origin origin) {
    List<String> text = new ArrayList<>();
    String first = "";
    for (Diag each : rejected.diagnostics()) {
      String message = each.getMessage(Locale.ENGLISH).strip();
      if (each.isError() || rejected.diagnostics().size() == 1) {
        first = first.isEmpty() ? oneLine(message) : first;
        text.addAll(marked(rejected.source(), each, origin, message));
      }
    }
    for (String hint : rejected.hints()) {
      first = first.isEmpty() ? hint : first;
      text.add(
          rejected.diagnostics().isEmpty()
              ? "%sCompileError%s: %s, line %d: %s"
                  .formatted(RED, PLAIN, origin.label(), origin.line(), hint)
              : "  " + hint);
    }
    return new Outcome.Failed("CompileError", first.isEmpty() ? "doesn't compile" : first, text);
  }

  // javac names a missing symbol on its second line.
  private static String oneLine(String message) {
    List<String> lines = message.lines().map(String::strip).toList();
    String symbol =
        lines.stream()
            .filter(each -> each.startsWith("symbol:"))
            .map(each -> ": " + each.substring("symbol:".length()).strip())
            .findFirst()
            .orElse("");
    return lines.isEmpty() ? "" : lines.getFirst() + symbol;
  }

  private static List<String> marked(
      String source, Diag diag, CellLines.Origin origin, String message) {
    int start = Math.clamp(diag.getStartPosition(), 0, source.length());
    int end = Math.clamp(diag.getEndPosition(), start, source.length());
    int lineStart = source.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = source.indexOf('\n', start);
    lineEnd = lineEnd < 0 ? source.length() : lineEnd;
    int markEnd = Math.min(end, lineEnd);
    int line =
        origin.line() + (int) source.substring(0, start).chars().filter(c -> c == '\n').count();
    List<String> text = new ArrayList<>();
    List<String> messageLines = message.lines().toList();
    text.add(
        "%sCompileError%s: %s, line %d: %s"
            .formatted(
                RED,
                PLAIN,
                origin.label(),
                line,
                messageLines.isEmpty() ? "" : messageLines.getFirst()));
    String before = source.substring(lineStart, start);
    String span = source.substring(start, markEnd);
    text.add(
        "%5d | %s%s%s%s%s"
            .formatted(line, before, MARK, span, PLAIN, source.substring(markEnd, lineEnd)));
    text.add(
        "      | "
            + before.replaceAll("[^\\t]", " ")
            + RED
            + "^".repeat(Math.max(1, span.length()))
            + PLAIN);
    messageLines.stream().skip(1).map(each -> "  " + each).forEach(text::add);
    return text;
  }

  /// A declaration that was used before it was whole.
  static Outcome.Failed of(Evaluated.Unresolved unresolved) {
    String value =
        "%s can't be used yet: it needs %s; define that first"
            .formatted(unresolved.declaration().name(), String.join(", ", unresolved.missing()));
    return new Outcome.Failed(
        "UnresolvedReference", value, List.of(RED + "UnresolvedReference" + PLAIN + ": " + value));
  }

  /// An interrupted cell.
  static Outcome.Failed interrupted() {
    String value = "the cell was interrupted";
    return new Outcome.Failed(
        "Interrupted", value, List.of(RED + "Interrupted" + PLAIN + ": " + value));
  }

  /// A failure with nothing to say but its message.
  static Outcome.Failed plain(String name, String value) {
    return new Outcome.Failed(name, value, List.of(RED + name + PLAIN + ": " + value));
  }

  static String red(String text) {
    return RED + text + PLAIN;
  }
}
