package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A set of processes at a fixed place in every block of a kind: a bit for each slot of the process
/// table, set and cleared atomically.
final class SlotBits {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment blocks;
  private final long offset;

  /// @param blocks all blocks of the arena
  /// @param offset of the set from a block's beginning
  SlotBits(MemorySegment blocks, long offset) {
    this.blocks = blocks;
    this.offset = offset;
  }

  void set(long block, int slot) {
    var _ = (long) LONG.getAndBitwiseOr(blocks, block + offset + 8L * (slot / 64), 1L << slot % 64);
  }

  void clear(long block, int slot) {
    var _ =
        (long) LONG.getAndBitwiseAnd(blocks, block + offset + 8L * (slot / 64), ~(1L << slot % 64));
  }

  /// Clears the bits of all other slots than these, and tells whether any is left.
  boolean retain(long block, long[] slots) {
    long left = 0;
    for (int i = 0; i < slots.length; i++) {
      long word = block + offset + 8L * i;
      if ((long) LONG.getVolatile(blocks, word) != 0) {
        left |= (long) LONG.getAndBitwiseAnd(blocks, word, slots[i]) & slots[i];
      }
    }
    return left != 0;
  }

  /// True if any of these slots is in the set.
  boolean hasAny(long block, long[] slots) {
    long found = 0;
    for (int i = 0; i < slots.length; i++) {
      found |= (long) LONG.getVolatile(blocks, block + offset + 8L * i) & slots[i];
    }
    return found != 0;
  }
}
