package dev.braid.code;

import dev.braid.memory.Held;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A value on its way to another process: how long it is, what it holds, and its bytes.
///
/// Of an array of primitives the bytes are those when they are written, of everything else those
/// when it was encoded. For one thread.
public sealed interface Encoding permits Scalar, PrimitiveArray, Container, Graph {
  /// The number of bytes.
  long length();

  /// The shared objects in the value, each once: they must be kept until the value has arrived.
  default List<Held> held() {
    return List.of();
  }

  /// Writes exactly [#length] bytes, at any address.
  void writeTo(MemorySegment target, long offset);
}
