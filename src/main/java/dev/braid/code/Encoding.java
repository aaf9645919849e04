package dev.braid.code;

import dev.braid.memory.Held;
import dev.braid.memory.Message;
import java.util.List;

/// A value on its way to another process: how long it is, what it holds, and its bytes.
///
/// Of an array of primitives the bytes are those when they are written, of everything else those
/// when it was encoded. For one thread.
public sealed interface Encoding extends Message permits Scalar, PrimitiveArray, Container, Graph {
  /// True if it is a function that captured nothing and reaches no variable: its encoding is always
  /// the same.
  default boolean isCodeAlone() {
    return false;
  }

  @Override
  default List<Held> held() {
    return List.of();
  }
}
