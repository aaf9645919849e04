package dev.braid.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of primitives on its way; copied from the heap to its target in one piece.
///
/// @param tag of the second group of [Tag]
record PrimitiveArray(Tag tag, Object array, int count) implements Encoding {
  private static final int HEAD = 1 + Integer.BYTES;

  static PrimitiveArray of(Tag tag, Object array) {
    return new PrimitiveArray(tag, array, count(tag, array));
  }

  private static int count(Tag tag, Object array) {
    return switch (tag) {
      case BOOLEANS -> ((boolean[]) array).length;
      case BYTES -> ((byte[]) array).length;
      case SHORTS -> ((short[]) array).length;
      case CHARS -> ((char[]) array).length;
      case INTS -> ((int[]) array).length;
      case LONGS -> ((long[]) array).length;
      case FLOATS -> ((float[]) array).length;
      case DOUBLES -> ((double[]) array).length;
      default -> throw new IllegalArgumentException(tag + " isn't the tag of an array");
    };
  }

  @Override
  public long length() {
    return HEAD + size(tag) * count;
  }

  /// Bytes of an element.
  private static long size(Tag tag) {
    return tag == Tag.BOOLEANS ? 1 : layout(tag).byteSize();
  }

  private static ValueLayout layout(Tag tag) {
    return switch (tag) {
      case BYTES -> Layouts.BYTE;
      case SHORTS -> Layouts.SHORT;
      case CHARS -> Layouts.CHAR;
      case INTS -> Layouts.INT;
      case LONGS -> Layouts.LONG;
      case FLOATS -> Layouts.FLOAT;
      case DOUBLES -> Layouts.DOUBLE;
      default -> throw new IllegalArgumentException(tag + " can't be copied in one piece");
    };
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    target.set(Layouts.BYTE, offset, tag.code());
    target.set(Layouts.INT, offset + 1, count);
    long elements = offset + HEAD;
    if (array instanceof boolean[] flags) {
      // The JDK has no bulk copy for these.
      for (int i = 0; i < count; i++) {
        target.set(Layouts.BYTE, elements + i, (byte) (flags[i] ? 1 : 0));
      }
    } else {
      MemorySegment.copy(array, 0, target, layout(tag), elements, count);
    }
  }

  /// Reads what follows the tag.
  static Object read(Tag tag, Cursor in) {
    int count = in.count((int) size(tag));
    if (tag == Tag.BOOLEANS) {
      boolean[] flags = new boolean[count];
      in.read(flags);
      return flags;
    }
    Object array = make(tag, count);
    in.read(array, layout(tag), count);
    return array;
  }

  private static Object make(Tag tag, int count) {
    return switch (tag) {
      case BYTES -> new byte[count];
      case SHORTS -> new short[count];
      case CHARS -> new char[count];
      case INTS -> new int[count];
      case LONGS -> new long[count];
      case FLOATS -> new float[count];
      case DOUBLES -> new double[count];
      default -> throw new IllegalArgumentException(tag + " isn't the tag of an array");
    };
  }
}
