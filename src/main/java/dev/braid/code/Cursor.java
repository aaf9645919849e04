package dev.braid.code;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// A place in the bytes of an encoded value, which it never leaves.
final class Cursor {
  private final MemorySegment bytes;
  private final long end;
  private final int most;
  private long position;

  Cursor(MemorySegment bytes, long offset, long length) {
    this(bytes, offset, length, Integer.MAX_VALUE);
  }

  /// @param most things that may follow a count
  Cursor(MemorySegment bytes, long offset, long length, int most) {
    this.most = most;
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  long remaining() {
    return end - position;
  }

  /// Moves on by `length`; where it was.
  private long advance(long length) {
    long here = position;
    if (length > end - here) {
      throw new NotReadableException(
          "it ends in the middle: %d bytes are missing".formatted(length - (end - here)));
    }
    position = here + length;
    return here;
  }

  byte readByte() {
    return bytes.get(Layouts.BYTE, advance(Byte.BYTES));
  }

  short readShort() {
    return bytes.get(Layouts.SHORT, advance(Short.BYTES));
  }

  char readChar() {
    return bytes.get(Layouts.CHAR, advance(Character.BYTES));
  }

  int readInt() {
    return bytes.get(Layouts.INT, advance(Integer.BYTES));
  }

  long readLong() {
    return bytes.get(Layouts.LONG, advance(Long.BYTES));
  }

  boolean readBoolean() {
    return readByte() != 0;
  }

  /// Reads the number of things that follow, of which each takes `size` bytes or more: no more than
  /// there is room for.
  int count(int size) {
    int count = readInt();
    if (count < 0 || (long) count * size > remaining()) {
      throw new NotReadableException(
          "it says that %d things follow, where %d bytes are left".formatted(count, remaining()));
    }
    if (count > most) {
      throw new NotReadableException(
          "it has %d things in a row, and at most %d may come in".formatted(count, most));
    }
    return count;
  }

  /// The rest, as a stream.
  InputStream stream() {
    return new InputStream() {
      @Override
      public int read() {
        return remaining() == 0 ? -1 : readByte() & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        Objects.checkFromIndexSize(from, length, target.length);
        if (remaining() == 0 && length > 0) {
          return -1;
        }
        int part = (int) Math.min(length, remaining());
        MemorySegment.copy(bytes, Layouts.BYTE, advance(part), target, from, part);
        return part;
      }

      @Override
      public int available() {
        return (int) Math.min(Integer.MAX_VALUE, remaining());
      }
    };
  }

  /// Fills an array of flags, for which the JDK has no bulk copy.
  void read(boolean[] flags) {
    long from = advance(flags.length);
    for (int i = 0; i < flags.length; i++) {
      flags[i] = bytes.get(Layouts.BYTE, from + i) != 0;
    }
  }

  /// Fills an array of primitives from its start.
  void read(Object array, ValueLayout layout, int count) {
    long from = advance(layout.byteSize() * count);
    MemorySegment.copy(bytes, layout, from, array, 0, count);
  }
}
