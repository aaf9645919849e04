package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// The notebook format's two ways of writing text: one string, or a list of lines that keep their
/// line ends. Lists are what is written, since they show well in version control.
final class MultilineText {
  private MultilineText() {}

  /// Whether a node is text in either way.
  static boolean is(JsonNode node) {
    if (!node.isArray()) {
      return node.isTextual();
    }
    for (JsonNode line : node) {
      if (!line.isTextual()) {
        return false;
      }
    }
    return true;
  }

  /// The text of a node in either way.
  static String join(JsonNode node) {
    if (!node.isArray()) {
      return node.asText();
    }
    var text = new StringBuilder();
    node.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  /// Text as a list of lines.
  static ArrayNode split(String text) {
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }
}
