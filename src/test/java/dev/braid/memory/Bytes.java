package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Plain bytes as a message.
record Bytes(byte[] bytes, List<Held> held) implements Message {
  static Bytes of(byte[] bytes) {
    return new Bytes(bytes, List.of());
  }

  static byte[] read(Incoming message) {
    try (message) {
      byte[] bytes = new byte[(int) message.length()];
      MemorySegment.copy(message.memory(), JAVA_BYTE, message.offset(), bytes, 0, bytes.length);
      return bytes;
    }
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    MemorySegment.copy(bytes, 0, target, JAVA_BYTE, offset, bytes.length);
  }
}
