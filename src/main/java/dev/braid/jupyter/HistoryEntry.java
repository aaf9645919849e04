package dev.braid.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/// One cell that was run.
///
/// @param session the kernel that ran it
/// @param line its number there
/// @param input its code
/// @param output its value as text; null if it had none
record HistoryEntry(long session, int line, String input, @Nullable String output) {
  HistoryEntry with(String newOutput) {
    return new HistoryEntry(session, line, input, newOutput);
  }

  /// As `history_reply` has it: session, line, and the input, or a pair of input and output.
  JsonNode json(boolean withOutput) {
    ArrayNode entry = Json.array().add(session).add(line);
    if (withOutput) {
      entry.addArray().add(input).add(output);
    } else {
      entry.add(input);
    }
    return entry;
  }
}
