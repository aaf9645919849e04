package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.display.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A notebook with its outputs as one self-contained page.
///
/// Text is escaped. HTML and SVG outputs, and HTML in markdown, are put in as they are, as every
/// notebook front end does: they come from code that the reader has just run.
final class HtmlPage {
  private final Notebook notebook;
  private final MarkdownHtml markdown;
  private final StringBuilder page = new StringBuilder();

  private HtmlPage(Notebook notebook) {
    this.notebook = notebook;
    this.markdown = new MarkdownHtml(notebook.file());
  }

  static void write(Notebook notebook, Path target) throws NotebookException {
    try {
      Files.writeString(target, of(notebook));
    } catch (IOException e) {
      throw new NotebookException(
          target, "can't be written (" + e + ")", "choose another place with --output", e);
    }
  }

  static String of(Notebook notebook) {
    var html = new HtmlPage(notebook);
    html.render();
    return html.page.toString();
  }

  private void render() {
    String title = Html.escape(notebook.title());
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        """
            .formatted(title, style()));
    for (Cell cell : notebook.cells()) {
      switch (cell.kind()) {
        case "code" -> code(cell);
        case "markdown" ->
            page.append("<section class=\"markdown\">\n")
                .append(markdown.html(cell))
                .append("</section>\n");
        default -> pre("raw", Html.escape(cell.source()));
      }
    }
    page.append("</main>\n</body>\n</html>\n");
  }

  private void code(Cell cell) {
    page.append("<section class=\"code\" id=\"cell-%d\">\n".formatted(cell.number()));
    JsonNode count = cell.json().path("execution_count");
    prompt("In", count);
    pre("source", Html.escape(cell.source()));
    for (JsonNode output : cell.outputs()) {
      output(output);
    }
    page.append("</section>\n");
  }

  private void output(JsonNode output) {
    switch (output.path("output_type").asText()) {
      case "stream" ->
          pre(
              output.path("name").asText().equals("stderr") ? "stderr" : "stdout",
              new AnsiText(MultilineText.join(output.path("text"))).html());
      case "error" -> pre("error", new AnsiText(traceback(output)).html());
      case "execute_result" -> {
        prompt("Out", output.path("execution_count"));
        data(output.path("data"));
      }
      case "display_data" -> data(output.path("data"));
      default -> {} // nbformat 4.5 has no more
    }
  }

  private static String traceback(JsonNode output) {
    List<String> lines = output.path("traceback").valueStream().map(JsonNode::asText).toList();
    return lines.isEmpty()
        ? output.path("ename").asText() + ": " + output.path("evalue").asText()
        : String.join("\n", lines);
  }

  // The richest form that a page can show.
  private void data(JsonNode data) {
    for (String type : List.of("text/html", "image/svg+xml")) {
      if (data.has(type)) {
        page.append("<div class=\"rich\">").append(text(data, type)).append("</div>\n");
        return;
      }
    }
    for (String type : List.of("image/png", "image/jpeg", "image/gif", "image/webp")) {
      if (data.has(type)) {
        page.append(
            "<div class=\"rich\"><img alt=\"%s\" src=\"data:%s;base64,%s\"></div>\n"
                .formatted(
                    Html.escape(text(data, "text/plain")),
                    type,
                    Html.escape(text(data, type).replaceAll("\\s", ""))));
        return;
      }
    }
    if (data.has("text/markdown")) {
      page.append("<div class=\"rich\">")
          .append(MarkdownHtml.html(text(data, "text/markdown")))
          .append("</div>\n");
    } else if (data.has("text/plain")) {
      pre("result", new AnsiText(text(data, "text/plain")).html());
    } else {
      pre("result", Html.escape(NotebookJson.write(data)));
    }
  }

  private static String text(JsonNode data, String type) {
    return MultilineText.join(data.path(type));
  }

  private void prompt(String word, JsonNode count) {
    page.append("<div class=\"prompt\">%s [%s]</div>\n".formatted(word, count.asText(" ")));
  }

  private void pre(String kind, String html) {
    // A browser drops a line end right after <pre>; this one is for it.
    page.append("<pre class=\"").append(kind).append("\">\n").append(html).append("</pre>\n");
  }

  private static String style() {
    try (InputStream css = HtmlPage.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw new IllegalStateException("page.css is not in the jar; build Braid again");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
