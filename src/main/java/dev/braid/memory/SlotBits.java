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

  /// One of these slots whose bit is set; -1 for none.
  int find(long block, long[] slots) {
    for (int i = 0; i < slots.length; i++) {
      long found = (long) LONG.getVolatile(blocks, block + offset + 8L * i) & slots[i];
      if (found != 0) {
        return 64 * i + Long.numberOfTrailingZeros(found);
      }
    }
    return -1;
  }

  /// Clears the bits of these slots.
  void remove(long block, long[] slots) {
    for (int i = 0; i < slots.length; i++) {
      long word = block + offset + 8L * i;
      if (((long) LONG.getVolatile(blocks, word) & slots[i]) != 0) {
        var _ = (long) LONG.getAndBitwiseAnd(blocks, word, ~slots[i]);
      }
    }
  }

  boolean has(long block, int slot) {
    return ((long) LONG.getVolatile(blocks, block + offset + 8L * (slot / 64)) & (1L << slot % 64))
        != 0;
  }

  /// True if any other slot than this is in the set.
  boolean hasOther(long block, int slot) {
    for (int i = 0; i < ProcessTable.SLOTS / 64; i++) {
      long own = slot / 64 == i ? 1L << slot % 64 : 0;
      if (((long) LONG.getVolatile(blocks, block + offset + 8L * i) & ~own) != 0) {
        return true;
      }
    }
    return false;
  }

  /// The set of the slots whose numbers aren't 0.
  static long[] of(int[] numbers) {
    long[] slots = new long[ProcessTable.SLOTS / 64];
    for (int slot = 0; slot < numbers.length; slot++) {
      if (numbers[slot] != 0) {
        slots[slot / 64] |= 1L << slot % 64;
      }
    }
    return slots;
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
