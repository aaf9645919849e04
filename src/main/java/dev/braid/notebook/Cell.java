package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One cell of a notebook: a view of its JSON, in which everything that Braid doesn't know stays as
/// it is.
///
/// @param number its place in the notebook, from 1
/// @param json the cell as the file has it
public record Cell(int number, ObjectNode json) {
  /// Whether it is run.
  public boolean isCode() {
    return kind().equals("code");
  }

  /// `code`, `markdown` or `raw`.
  public String kind() {
    return json.path("cell_type").asText();
  }

  /// Its text.
  public String source() {
    return MultilineText.join(json.path("source"));
  }

  /// Whether the author gave it this tag.
  public boolean hasTag(String tag) {
    for (JsonNode each : json.path("metadata").path("tags")) {
      if (each.asText().equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /// What it has shown; changes with the notebook.
  public ArrayNode outputs() {
    return json.withArrayProperty("outputs");
  }

  /// Forgets an earlier run.
  void clear() {
    json.putNull("execution_count");
    outputs().removeAll();
  }

  /// Sets the number that `In [n]` shows.
  void executionCount(int count) {
    json.put("execution_count", count);
  }
}
