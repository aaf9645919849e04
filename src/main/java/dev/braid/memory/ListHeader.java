package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The head of a shareable list, in shared memory. `length` slots follow it, then the room of the
/// items.
///
/// ```text
///  offset  field     size  written by  ordering
///       0  magic        4  creator     last, release store; acquire load before all else
///       4  version      4  creator     before magic
///       8  length       8  creator     before magic; slots
/// ```
///
/// A slot:
///
/// ```text
///  offset  field     size  written by  ordering
///       0  start        8  creator     before magic; bytes from the beginning of the segment, a multiple of 8
///       8  capacity     8  creator     before magic; bytes, a multiple of 8, at least 8; twice so
///                                      many from start on
///      16  content      8  setters     release store after the item's bytes, acquire load before them
/// ```
///
/// `content` is the number of the item's bytes in the lower half; then, in 8 bits, the code of
/// [ListItem.Kind]; then, in 23, how often the item was set: if that is odd, the bytes are in the
/// second half of the room. Together, so that no reader takes one item's kind with another's size.
final class ListHeader {
  static final int MAGIC = 0x62726c69; // "brli"
  static final int VERSION = 2;

  private static final int KIND_SHIFT = 32;
  private static final int SET_SHIFT = 40;
  private static final long SET_MASK = (1L << 23) - 1;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("magic"), JAVA_INT.withName("version"), JAVA_LONG.withName("length"));

  static final StructLayout SLOT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("start"),
          JAVA_LONG.withName("capacity"),
          JAVA_LONG.withName("content"));

  private ListHeader() {}

  /// The content that follows on that.
  static long next(long content, int kind, int length) {
    long set = ((content >>> SET_SHIFT) + 1) & SET_MASK;
    return set << SET_SHIFT | (long) kind << KIND_SHIFT | length;
  }

  /// True if the bytes are in the second half of the room.
  static boolean isSecond(long content) {
    return (content >>> SET_SHIFT & 1) == 1;
  }

  static int kind(long content) {
    return (int) (content >>> KIND_SHIFT) & 0xff;
  }

  static long offset(String field) {
    return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }

  static long offsetInSlot(String field) {
    return SLOT.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }
}
