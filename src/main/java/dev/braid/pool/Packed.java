package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.code.Codec;
import dev.braid.code.Encoding;
import dev.braid.memory.Held;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Arguments, copied and encoded: for each its length (8 bytes) and its bytes.
///
/// @param held the shared objects that they name
record Packed(MemorySegment bytes, List<Held> held) {
  private static final long SMALL = 64 << 10;

  /// Packs copies of the arguments.
  ///
  /// @param what names one of them in messages
  /// @throws dev.braid.code.NotCopyableException if one can't be copied, with the path to what
  ///   can't
  static Packed of(String what, List<?> arguments) {
    Codec codec = Codec.current();
    List<Encoding> encodings = new ArrayList<>(arguments.size());
    List<Held> held = List.of();
    long length = 0;
    for (Object argument : arguments) {
      Encoding encoding = codec.encode(what, argument);
      encodings.add(encoding);
      length += Long.BYTES + encoding.length();
      if (!encoding.held().isEmpty()) {
        held = held.isEmpty() ? new ArrayList<>() : held;
        held.addAll(encoding.held());
      }
    }
    MemorySegment bytes =
        length <= SMALL
            ? MemorySegment.ofArray(new byte[(int) length])
            : Arena.ofAuto().allocate(length);
    long at = 0;
    for (Encoding encoding : encodings) {
      bytes.set(JAVA_LONG_UNALIGNED, at, encoding.length());
      encoding.writeTo(bytes, at + Long.BYTES);
      at += Long.BYTES + encoding.length();
    }
    return new Packed(bytes, held);
  }

  /// Those from that index on.
  Packed from(int index) {
    long at = 0;
    for (int i = 0; i < index; i++) {
      at += Long.BYTES + bytes.get(JAVA_LONG_UNALIGNED, at);
    }
    return new Packed(bytes.asSlice(at), held);
  }
}
