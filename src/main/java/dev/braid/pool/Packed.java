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
  /// Packs copies of the arguments.
  ///
  /// @param what names one of them in messages
  /// @throws dev.braid.code.NotCopyableException if one can't be copied, with the path to what
  ///   can't
  static Packed of(String what, List<?> arguments) {
    Codec codec = Codec.current();
    Packing packing = new Packing(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      packing.add(codec.encode(what, arguments.get(i)));
    }
    return new Packed(packing.bytes.asSlice(0, packing.used), packing.held);
  }

  /// Those from that index on.
  Packed from(int index) {
    long at = 0;
    for (int i = 0; i < index; i++) {
      at += Long.BYTES + bytes.get(JAVA_LONG_UNALIGNED, at);
    }
    return new Packed(bytes.asSlice(at), held);
  }

  /// Arguments that are being packed.
  private static final class Packing {
    /// Of a number, with its length; most tasks have a small argument.
    private static final int USUAL = 16;

    /// An array of the JVM can't be much longer.
    private static final long LONGEST = Integer.MAX_VALUE - 8;

    private MemorySegment bytes;
    private long used;
    private List<Held> held = List.of();

    Packing(int count) {
      this.bytes = allocate((long) USUAL * count);
    }

    private static MemorySegment allocate(long size) {
      return size <= LONGEST
          ? MemorySegment.ofArray(new byte[(int) size])
          : Arena.ofAuto().allocate(size);
    }

    void add(Encoding encoding) {
      long length = encoding.length();
      long end = used + Long.BYTES + length;
      if (end > bytes.byteSize()) {
        MemorySegment larger = allocate(Math.max(end, 2 * used));
        MemorySegment.copy(bytes, 0, larger, 0, used);
        bytes = larger;
      }
      bytes.set(JAVA_LONG_UNALIGNED, used, length);
      encoding.writeTo(bytes, used + Long.BYTES);
      used = end;
      if (!encoding.held().isEmpty()) {
        held = held.isEmpty() ? new ArrayList<>() : held;
        held.addAll(encoding.held());
      }
    }
  }
}
