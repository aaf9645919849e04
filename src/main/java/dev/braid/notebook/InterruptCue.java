package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When to interrupt a cell that doesn't end by itself, as its reader does by hand: once what it
/// has printed has a match of the regular expression in its tag `interrupt-after:...`.
///
/// Not thread-safe.
final class InterruptCue {
  private static final String TAG = "interrupt-after:";

  /// Null once the cue was given, and in a cell that has none.
  private @Nullable Pattern awaited;

  private InterruptCue(@Nullable Pattern awaited) {
    this.awaited = awaited;
  }

  static InterruptCue of(Cell cell) {
    return new InterruptCue(expression(cell).map(Pattern::compile).orElse(null));
  }

  private static Optional<String> expression(Cell cell) {
    return cell.json()
        .path("metadata")
        .path("tags")
        .valueStream()
        .map(JsonNode::asText)
        .filter(tag -> tag.startsWith(TAG))
        .map(tag -> tag.substring(TAG.length()))
        .findFirst();
  }

  /// True once, when the cell has printed what was waited for.
  boolean isGivenBy(Cell cell) {
    Pattern pattern = awaited;
    if (pattern == null || !pattern.matcher(printed(cell)).find()) {
      return false;
    }
    awaited = null;
    return true;
  }

  private static String printed(Cell cell) {
    StringBuilder text = new StringBuilder();
    for (JsonNode output : cell.outputs()) {
      if (output.path("name").asText().equals("stdout")) {
        text.append(MultilineText.join(output.path("text")));
      }
    }
    return text.toString();
  }
}
