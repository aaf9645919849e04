package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// How a cell ended.
public sealed interface Outcome {
  /// It ended with a value, shown as `Out[n]`.
  record Value(Bundle bundle, List<ObjectNode> payloads) implements Outcome {
    /// Copies the list.
    public Value {
      payloads = List.copyOf(payloads);
    }
  }

  /// It ended without a value.
  record Nothing(List<ObjectNode> payloads) implements Outcome {
    /// Copies the list.
    public Nothing {
      payloads = List.copyOf(payloads);
    }
  }

  /// It didn't compile, threw, or was interrupted.
  ///
  /// @param name what went wrong, such as the exception's class
  /// @param value the message in one line
  /// @param traceback the lines to show, which may have ANSI colours
  record Failed(String name, String value, List<String> traceback) implements Outcome {
    /// Copies the list.
    public Failed {
      traceback = List.copyOf(traceback);
    }
  }
}
