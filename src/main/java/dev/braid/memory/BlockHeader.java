package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// The head of every block of the arena; what the block is for follows it.
///
/// ```text
///  offset  field    size  written by     ordering
///       0  tag         8  arena's lock   one store: low half the kind, high half the order
///       8  life        8  arena's lock   before tag
///      16  size        8  arena's lock   before tag; bytes that were asked for
///      24  mark        4  collector      arena's lock
///      28  lost        4  collector      volatile; number of the last holder that died, 0 for none
///      32  refs     4*8  creator        before the block is known to others; blocks that it keeps
///      64  holders   128  holders        atomic or/and; bit s: the process in slot s holds it
/// ```
///
/// A free block has the links of its list instead of what follows: `next` and `previous`, blocks,
/// -1 for none.
final class BlockHeader {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("tag"),
          JAVA_LONG.withName("life"),
          JAVA_LONG.withName("size"),
          JAVA_INT.withName("mark"),
          JAVA_INT.withName("lost"),
          sequenceLayout(4, JAVA_LONG).withName("refs"),
          sequenceLayout(ProcessTable.SLOTS / 64, JAVA_LONG).withName("holders"));

  static final long SIZE = LAYOUT.byteSize();
  static final int REFS = 4;
  static final long NONE = -1;

  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long TAG = offset("tag");
  private static final long LIFE = offset("life");
  private static final long BYTES = offset("size");
  private static final long MARK = offset("mark");
  private static final long LOST = offset("lost");
  private static final long REF = offset("refs");
  static final long HOLDERS = offset("holders");
  private static final long NEXT = SIZE;
  private static final long PREVIOUS = SIZE + 8;

  private final MemorySegment blocks;

  /// @param blocks all blocks of the arena
  BlockHeader(MemorySegment blocks) {
    this.blocks = blocks;
  }

  /// Says what the block is and how large, in one store: after it the block is that.
  void tag(long block, BlockKind kind, int order) {
    LONG.setVolatile(blocks, block + TAG, ((long) order << 32) | kind.code());
  }

  BlockKind kind(long block) {
    return BlockKind.of((int) tag(block));
  }

  int order(long block) {
    return (int) (tag(block) >>> 32);
  }

  private long tag(long block) {
    return (long) LONG.getVolatile(blocks, block + TAG);
  }

  boolean isFree(long block, int order) {
    return tag(block) == (((long) order << 32) | BlockKind.FREE.code());
  }

  /// Everything but the tag.
  void reset(long block, long life, long size) {
    blocks.asSlice(block, SIZE).asSlice(TAG + 8).fill((byte) 0);
    blocks.set(JAVA_LONG, block + LIFE, life);
    blocks.set(JAVA_LONG, block + BYTES, size);
  }

  long life(long block) {
    return blocks.get(JAVA_LONG, block + LIFE);
  }

  long size(long block) {
    return blocks.get(JAVA_LONG, block + BYTES);
  }

  void mark(long block, int epoch) {
    blocks.set(JAVA_INT, block + MARK, epoch);
  }

  boolean isMarked(long block, int epoch) {
    return blocks.get(JAVA_INT, block + MARK) == epoch;
  }

  /// The number of the last process that died as a holder; 0 for none.
  int lost(long block) {
    return (int) INT.getVolatile(blocks, block + LOST);
  }

  void lost(long block, int number) {
    INT.setVolatile(blocks, block + LOST, number);
  }

  /// The block that it keeps in that place; 0, which is never kept, for none.
  long ref(long block, int index) {
    return blocks.get(JAVA_LONG, block + REF + 8L * index);
  }

  void ref(long block, int index, long other) {
    blocks.set(JAVA_LONG, block + REF + 8L * index, other);
  }

  long next(long block) {
    return blocks.get(JAVA_LONG, block + NEXT);
  }

  long previous(long block) {
    return blocks.get(JAVA_LONG, block + PREVIOUS);
  }

  void next(long block, long other) {
    blocks.set(JAVA_LONG, block + NEXT, other);
  }

  void previous(long block, long other) {
    blocks.set(JAVA_LONG, block + PREVIOUS, other);
  }

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
