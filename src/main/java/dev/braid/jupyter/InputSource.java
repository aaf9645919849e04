package dev.braid.jupyter;

import java.util.Optional;

/// Who answers a kernel's questions, for a client.
@FunctionalInterface
public interface InputSource {
  /// The answer, without a line end; empty to end the input. May block.
  ///
  /// @param password true if the answer must not be shown
  Optional<String> answer(String prompt, boolean password);
}
