package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// Markdown cells as HTML, with GitHub's tables. Images that the notebook attaches, or that lie
/// beside it, go into the page itself.
final class MarkdownHtml {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();
  private static final Map<String, String> IMAGE_TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "svg", "image/svg+xml");

  private final Path notebook;

  /// For a notebook in this file.
  MarkdownHtml(Path notebook) {
    this.notebook = notebook;
  }

  /// Markdown without attachments.
  static String html(String markdown) {
    return RENDERER.render(PARSER.parse(markdown));
  }

  String html(Cell cell) {
    Node document = PARSER.parse(cell.source());
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image image) {
            image.setDestination(embedded(image.getDestination(), cell));
            super.visit(image);
          }
        });
    return RENDERER.render(document);
  }

  private String embedded(String destination, Cell cell) {
    if (destination.startsWith("attachment:")) {
      String name = destination.substring("attachment:".length());
      for (Map.Entry<String, JsonNode> each :
          cell.json().path("attachments").path(name).properties()) {
        return data(each.getKey(), MultilineText.join(each.getValue()).replaceAll("\\s", ""));
      }
      return destination;
    }
    return local(destination);
  }

  private String local(String destination) {
    String extension = destination.substring(destination.lastIndexOf('.') + 1);
    String type = IMAGE_TYPES.get(extension.toLowerCase(Locale.ROOT));
    if (type == null || destination.matches("(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//).*")) {
      return destination;
    }
    try {
      Path file = notebook.resolveSibling(URI.create(destination).getPath());
      return Files.isRegularFile(file)
          ? data(type, Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
          : destination;
    } catch (IllegalArgumentException e) {
      return destination; // no path: the browser shows the image's description
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String data(String type, String base64) {
    return "data:%s;base64,%s".formatted(type, base64);
  }
}
