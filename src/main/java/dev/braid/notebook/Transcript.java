package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.display.ProgressBar;
import dev.braid.pool.Excerpt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// What a run looks like in a terminal, as it happens: headings, each cell's number and source, and
/// what it prints.
final class Transcript {
  private static final String DIM = "\u001B[2m";
  private static final String RED = "\u001B[31m";
  private static final String BOLD = "\u001B[1m";
  private static final String RESET = "\u001B[0m";
  private static final String ERASE = "\r\u001B[2K";

  // A line that wraps can't be erased; 80 is the least that terminals have.
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final boolean colours;
  private boolean atLineStart = true;
  // Then it stands where the next line begins.
  private boolean passes;
  private int shown;

  /// @param colours false if `out` is not a terminal: then all escape sequences are left out
  Transcript(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /// Says which notebook is run.
  void title(Notebook notebook) {
    line(BOLD, notebook.file().toString());
  }

  /// Shows the headings of a text cell.
  void headings(Cell cell) {
    List<String> headings = new ArrayList<>();
    boolean inCode = false;
    for (String line : cell.source().lines().toList()) {
      if (line.startsWith("```") || line.startsWith("~~~")) {
        inCode = !inCode;
      } else if (!inCode && line.matches("#{1,6} .*")) {
        headings.add(line);
      }
    }
    if (!headings.isEmpty()) {
      line("", "");
      headings.forEach(heading -> line(BOLD, heading));
    }
  }

  /// Shows a cell that begins to run.
  void source(int count, String source) {
    shown = count;
    line("", "");
    String prompt = "In [%d]: ".formatted(count);
    String rest = " ".repeat(prompt.length());
    boolean first = true;
    for (String line : source.strip().lines().toList()) {
      line(DIM, (first ? prompt : rest) + line);
      first = false;
    }
  }

  /// Shows one message that the kernel published for the cell with this count.
  void message(int count, String type, JsonNode content) {
    switch (type) {
      case "stream" -> {
        from(count);
        text(
            content.path("name").asText().equals("stderr") ? RED : "",
            content.path("text").asText());
      }
      case "display_data", "update_display_data" -> {
        if (isPassing(content)) {
          pass(count, plain(content));
        } else {
          from(count);
          line("", plain(content));
        }
      }
      case "execute_result" -> {
        from(count);
        line("", "Out[%d]: %s".formatted(content.path("execution_count").asInt(), plain(content)));
      }
      case "error" -> {
        from(count);
        List<String> traceback =
            content.path("traceback").valueStream().map(JsonNode::asText).toList();
        line(
            "",
            traceback.isEmpty()
                ? content.path("ename").asText() + ": " + content.path("evalue").asText()
                : String.join("\n", traceback));
      }
      default -> {} // nothing to see
    }
  }

  private static boolean isPassing(JsonNode content) {
    return content.path("metadata").path("text/plain").path(ProgressBar.PASSING).asBoolean();
  }

  private static String plain(JsonNode content) {
    JsonNode data = content.path("data");
    JsonNode text = data.path("text/plain");
    return text.isMissingNode()
        ? "(" + String.join(", ", (Iterable<String>) data::fieldNames) + ")"
        : MultilineText.join(text);
  }

  // What the next takes the place of does so on a terminal; elsewhere the last is enough.
  private void pass(int count, String text) {
    if (colours) {
      from(count);
      if (!atLineStart) {
        text("", "\n");
      }
      out.print(ERASE + Excerpt.of(text, WIDTH));
      out.flush();
      passes = true;
    }
  }

  // Late output says where it comes from.
  private void from(int count) {
    if (count != shown) {
      line(DIM, "(from In [%d])".formatted(count));
      shown = count;
    }
  }

  /// Shows a line that is not the notebook's, such as where the result is.
  void note(String text) {
    line("", text);
  }

  private void line(String colour, String text) {
    if (!atLineStart) {
      text("", "\n");
    }
    text(colour, text.endsWith("\n") ? text : text + "\n");
  }

  private void text(String colour, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (passes) {
      out.print(ERASE);
      passes = false;
    }
    if (!colours) {
      out.print(new AnsiText(text).plain());
    } else if (colour.isEmpty()) {
      out.print(text);
    } else {
      out.print(colour + text + RESET);
    }
    out.flush();
    atLineStart = text.endsWith("\n");
  }
}
