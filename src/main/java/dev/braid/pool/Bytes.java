package dev.braid.pool;

import dev.braid.memory.Held;
import dev.braid.memory.Message;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Bytes that are a message, or part of one.
record Bytes(MemorySegment from, long offset, long length) implements Message {
  static Bytes of(byte[] bytes) {
    return new Bytes(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  @Override
  public List<Held> held() {
    return List.of();
  }

  @Override
  public void writeTo(MemorySegment target, long at) {
    MemorySegment.copy(from, offset, target, at, length);
  }
}
