package dev.braid.code;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends values through memory of their own, at an odd address, with guards on both sides.
final class Wire {
  private static final int BEFORE = 3;
  private static final int AFTER = 9;
  private static final byte GUARD = 0x5A;

  private Wire() {}

  /// What arrives of a value.
  static Object send(Codec from, Codec to, Object value) {
    return Objects.requireNonNull(sendNullable(from, to, value), "a value became null");
  }

  /// What arrives.
  static @Nullable Object sendNullable(Codec from, Codec to, @Nullable Object value) {
    Encoding encoding = from.encode("item", value);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(BEFORE + encoding.length() + AFTER, 8).fill(GUARD);
      encoding.writeTo(memory, BEFORE);
      for (long i = 0; i < memory.byteSize(); i++) {
        boolean isOutside = i < BEFORE || i >= BEFORE + encoding.length();
        if (isOutside && memory.get(Layouts.BYTE, i) != GUARD) {
          throw new AssertionError("wrote at " + (i - BEFORE) + " of " + encoding.length());
        }
      }
      return to.decode(memory, BEFORE, encoding.length());
    }
  }

  static byte[] bytes(Codec codec, @Nullable Object value) {
    Encoding encoding = codec.encode("item", value);
    byte[] bytes = new byte[Math.toIntExact(encoding.length())];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }
}
