package dev.braid.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Field;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/// A rendered value as the protocol wants it: JSON types as JSON values, bytes as base64,
/// everything else as text.
///
/// @param data from MIME type to content
/// @param metadata from MIME type to its metadata
/// @param id the name by which it can be updated, if it has one
public record MimeBundle(ObjectNode data, ObjectNode metadata, Optional<String> id) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// What `display` holds.
  public static MimeBundle of(DisplayData display) {
    ObjectNode data = MAPPER.createObjectNode();
    ObjectNode metadata = MAPPER.createObjectNode();
    contents(display, "data")
        .forEach((type, value) -> data.set(type.toString(), node(type.toString(), value)));
    contents(display, "metadata")
        .forEach((type, value) -> metadata.set(type.toString(), MAPPER.valueToTree(value)));
    return new MimeBundle(
        data,
        metadata,
        display.hasDisplayId() ? Optional.of(display.getDisplayId()) : Optional.empty());
  }

  // DisplayData tells what it holds of a type, but not which types it holds.
  private static Map<?, ?> contents(DisplayData display, String field) {
    try {
      Field map = DisplayData.class.getDeclaredField(field);
      map.setAccessible(true);
      return map.get(display) instanceof Map<?, ?> contents ? contents : Map.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of jjava-jupyter keeps no field '%s' in DisplayData; use the pinned one"
              .formatted(field),
          e);
    }
  }

  private static JsonNode node(String type, @Nullable Object value) {
    String bare = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
    if (bare.equals("application/json") || bare.endsWith("+json")) {
      return json(value);
    }
    return switch (value) {
      case null -> TextNode.valueOf("");
      case byte[] bytes -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
      case JsonNode already -> already;
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static JsonNode json(@Nullable Object value) {
    if (value instanceof JsonNode already) {
      return already;
    }
    // Gson's own tree is what JJava's putJSON leaves here; its text is JSON.
    if (value instanceof CharSequence
        || (value != null && value.getClass().getName().startsWith("com.google.gson."))) {
      try {
        return MAPPER.readTree(value.toString());
      } catch (JsonProcessingException e) {
        return TextNode.valueOf(value.toString());
      }
    }
    return MAPPER.valueToTree(value);
  }
}
