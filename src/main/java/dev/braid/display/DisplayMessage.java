package dev.braid.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/// What a cell, or a process that it started, asks the notebook to show; it crosses the output log
/// as one JSON record.
public sealed interface DisplayMessage {
  /// Shows a value.
  record Show(MimeBundle bundle) implements DisplayMessage {}

  /// Changes what was shown under a name.
  record Update(MimeBundle bundle, String id) implements DisplayMessage {}

  /// Removes the cell's output, at once or when the next arrives.
  record Clear(boolean whenReplaced) implements DisplayMessage {}

  /// The message as UTF-8 JSON.
  default byte[] toJson() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    switch (this) {
      case Show(var bundle) -> {
        put(json.put("kind", "show"), bundle);
        bundle.id().ifPresent(id -> json.put("id", id));
      }
      case Update(var bundle, var id) -> put(json.put("kind", "update"), bundle).put("id", id);
      case Clear(var whenReplaced) -> json.put("kind", "clear").put("wait", whenReplaced);
    }
    try {
      return mapper.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a display can't be written as JSON: " + json, e);
    }
  }

  private static ObjectNode put(ObjectNode json, MimeBundle bundle) {
    json.set("data", bundle.data());
    json.set("metadata", bundle.metadata());
    return json;
  }

  /// The message that [#toJson] wrote.
  ///
  /// @throws IllegalArgumentException if these bytes are none
  static DisplayMessage parse(byte[] bytes) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("a display message is not JSON", e);
    }
    String kind = json.path("kind").asText();
    return switch (kind) {
      case "show" -> new Show(bundle(json));
      case "update" -> new Update(bundle(json), json.path("id").asText());
      case "clear" -> new Clear(json.path("wait").asBoolean());
      default ->
          throw new IllegalArgumentException("a display message has the kind '" + kind + "'");
    };
  }

  private static MimeBundle bundle(JsonNode json) {
    if (json.path("data") instanceof ObjectNode data
        && json.path("metadata") instanceof ObjectNode metadata) {
      return new MimeBundle(
          data, metadata, Optional.ofNullable(json.get("id")).map(JsonNode::asText));
    }
    throw new IllegalArgumentException("a display message lacks data or metadata: " + json);
  }
}
