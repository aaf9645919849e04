package dev.braid.jupyter;

import java.util.List;

/// What could stand at the cursor.
///
/// @param start where the replaced text begins, in code points
/// @param end where it ends, in code points
/// @param items the candidates, best first
public record Completion(int start, int end, List<Item> items) {
  /// Copies the list.
  public Completion {
    items = List.copyOf(items);
  }

  /// One candidate.
  ///
  /// @param text what to insert
  /// @param type such as `function`, `class`, `instance`, `keyword`; empty if unknown
  /// @param signature parameters and result; empty if there is none
  public record Item(String text, String type, String signature) {}
}
