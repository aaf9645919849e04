package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns what a kernel publishes into the outputs of cells, as a notebook front end would: text of
/// one stream runs together, a named display changes wherever it is, a clearing may wait for what
/// comes next.
final class OutputRecorder {
  private final Map<String, List<ObjectNode>> displays = new HashMap<>();
  private final Set<Integer> clearedByNext = new HashSet<>();

  /// Records one message from the iopub socket; types that show nothing are passed over.
  void record(Cell cell, String type, JsonNode content) {
    switch (type) {
      case "stream" -> stream(cell, content);
      case "display_data" -> add(cell, display(type, content), content);
      case "execute_result" -> {
        ObjectNode result = display(type, content);
        result.set("execution_count", content.path("execution_count"));
        add(cell, result, content);
      }
      case "error" -> {
        ObjectNode error = output("error");
        error.put("ename", content.path("ename").asText());
        error.put("evalue", content.path("evalue").asText());
        error.set("traceback", content.path("traceback").deepCopy());
        add(cell, error, content);
      }
      case "update_display_data" -> update(content);
      case "clear_output" -> {
        if (content.path("wait").asBoolean()) {
          clearedByNext.add(cell.number());
        } else {
          clearedByNext.remove(cell.number());
          cell.outputs().removeAll();
        }
      }
      default -> {} // status, execute_input, comms: nothing to show
    }
  }

  private void stream(Cell cell, JsonNode content) {
    clearIfAsked(cell);
    String name = content.path("name").asText();
    String text = content.path("text").asText();
    ArrayNode outputs = cell.outputs();
    JsonNode last = outputs.path(outputs.size() - 1);
    if (last.path("output_type").asText().equals("stream")
        && last.path("name").asText().equals(name)) {
      append((ArrayNode) last.path("text"), text);
    } else if (!text.isEmpty()) {
      ObjectNode stream = output("stream");
      stream.put("name", name);
      stream.set("text", MultilineText.split(text));
      outputs.add(stream);
    }
  }

  private static void append(ArrayNode lines, String text) {
    String last = lines.path(lines.size() - 1).asText();
    if (last.endsWith("\n")) {
      lines.addAll(MultilineText.split(text));
    } else {
      lines.remove(lines.size() - 1);
      lines.addAll(MultilineText.split(last + text));
    }
  }

  private void add(Cell cell, ObjectNode output, JsonNode content) {
    clearIfAsked(cell);
    cell.outputs().add(output);
    JsonNode id = content.path("transient").path("display_id");
    if (id.isTextual()) {
      displays.computeIfAbsent(id.asText(), _ -> new ArrayList<>()).add(output);
    }
  }

  private void update(JsonNode content) {
    String id = content.path("transient").path("display_id").asText();
    for (ObjectNode shown : displays.getOrDefault(id, List.of())) {
      shown.set("data", mimeBundle(content.path("data")));
      shown.set("metadata", object(content.path("metadata")));
    }
  }

  private void clearIfAsked(Cell cell) {
    if (clearedByNext.remove(cell.number())) {
      cell.outputs().removeAll();
    }
  }

  private static ObjectNode display(String type, JsonNode content) {
    ObjectNode display = output(type);
    display.set("data", mimeBundle(content.path("data")));
    display.set("metadata", object(content.path("metadata")));
    return display;
  }

  private static ObjectNode output(String type) {
    return JsonNodeFactory.instance.objectNode().put("output_type", type);
  }

  private static ObjectNode object(JsonNode node) {
    return node instanceof ObjectNode object
        ? object.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  // JSON stays a value; everything else is text, in lines.
  private static ObjectNode mimeBundle(JsonNode data) {
    ObjectNode bundle = object(data);
    for (Map.Entry<String, JsonNode> entry : bundle.properties()) {
      boolean isJson = entry.getKey().endsWith("/json") || entry.getKey().endsWith("+json");
      if (!isJson && entry.getValue() instanceof TextNode text) {
        entry.setValue(MultilineText.split(text.asText()));
      } else if (!isJson && !MultilineText.is(entry.getValue())) {
        entry.setValue(MultilineText.split(entry.getValue().toString()));
      }
    }
    return bundle;
  }
}
