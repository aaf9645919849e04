package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A value in several representations, by MIME type.
///
/// @param data from MIME type to content: text, base64 for binary types, a JSON value for JSON
///   types
/// @param metadata from MIME type to its metadata
public record Bundle(ObjectNode data, ObjectNode metadata) {
  /// A bundle of plain text alone.
  public static Bundle text(String text) {
    return new Bundle(
        JsonNodeFactory.instance.objectNode().put("text/plain", text),
        JsonNodeFactory.instance.objectNode());
  }
}
