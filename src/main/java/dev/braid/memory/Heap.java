package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.os.SharedBlock.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Blocks of shared memory, given and taken back: a buddy system.
///
/// A block of order k has 2^k bytes and begins at a multiple of that; a free one is split into two
/// halves, and two free halves become one again. The tags at the heads of the blocks are the truth:
/// each changes by one store, and at any instant they cover the whole heap without gap or overlap.
/// The lists of free blocks can be made anew from them, which is what [#repair] does after somebody
/// died in the middle. All is guarded by the arena's lock.
///
/// After Knowlton, *A fast storage allocator*, 1965.
final class Heap {
  /// 256 bytes: a head and 64 bytes of content.
  static final int LEAST_ORDER = 8;

  /// Blocks of this size and more give their memory back to the system when they are freed.
  private static final long LARGE = 16L << 20;

  private static final long HEAD_OF_CONTENT = 64;
  private static final long LIFE = HeapHeader.offset("life");
  private static final long USED = HeapHeader.offset("used");
  private static final long BLOCKS = HeapHeader.offset("blocks");
  private static final long LISTS = HeapHeader.offset("free");

  private final MemorySegment header;
  private final MemorySegment blocks;
  private final BlockHeader block;
  private final ReservedPages pages;
  private final int mostOrder;

  /// @param header of the heap
  /// @param map a bit for every page of the blocks
  /// @param blocks a power of two in bytes
  /// @param from where the blocks begin in the pages' file
  Heap(MemorySegment header, MemorySegment map, MemorySegment blocks, Pages pages, long from) {
    this.header = header;
    this.blocks = blocks;
    this.block = new BlockHeader(blocks);
    this.pages = new ReservedPages(map, pages, from);
    this.mostOrder = Long.numberOfTrailingZeros(blocks.byteSize());
  }

  /// Lays out zeroed memory as one free block, of which the first bytes are never given: 0 is the
  /// name of no block.
  void create() throws IOException {
    pages.reserve(0, BlockHeader.SIZE);
    block.tag(0, BlockKind.FREE, mostOrder);
    repair();
    long first = allocate(BlockKind.CODE, 1, false);
    if (first != 0) {
      throw new IllegalStateException("the heap's first block is at " + first);
    }
  }

  /// Gives a block; nobody holds it yet, so a holder is to be named before the lock is released.
  ///
  /// @param zeroed true to have the content zero
  /// @throws ArenaFullException if there is none, with nothing changed
  long allocate(BlockKind kind, long size, boolean zeroed) {
    int order = order(size);
    long found = find(order, size);
    int have = block.order(found);
    unlink(found, have);
    KillPoint.at("heap.unlinked");
    while (have > order) {
      have--;
      // The upper half first: until the lower one says that it is smaller, the upper one isn't
      // there.
      long upper = found + (1L << have);
      block.tag(upper, BlockKind.FREE, have);
      KillPoint.at("heap.split");
      block.tag(found, BlockKind.FREE, have);
      link(upper, have);
    }
    block.reset(found, add(LIFE, 1), size);
    // The collector must not take what was here before for a reference.
    blocks
        .asSlice(found + BlockHeader.SIZE, zeroed ? size : Math.min(size, HEAD_OF_CONTENT))
        .fill((byte) 0);
    add(USED, 1L << order);
    add(BLOCKS, 1);
    KillPoint.at("heap.reset");
    block.tag(found, kind, order);
    KillPoint.at("heap.tagged");
    return found;
  }

  /// Finds a free block of that order or a larger one, the smallest for which there is memory.
  private long find(int order, long size) {
    IOException refusal = null;
    for (int have = order; have <= mostOrder; have++) {
      for (long free = first(have); free != BlockHeader.NONE; free = block.next(free)) {
        try {
          reserve(free, order, have, BlockHeader.SIZE + size);
          return free;
        } catch (IOException e) {
          // The system has no more, but another free block may have kept what it had.
          refusal = e;
        }
      }
    }
    throw new ArenaFullException(size, used(), blocks.byteSize(), refusal);
  }

  /// Reserves the block's pages, and those of the heads that splitting makes.
  private void reserve(long found, int order, int have, long length) throws IOException {
    for (int half = have - 1; half >= order; half--) {
      pages.reserve(found + (1L << half), BlockHeader.SIZE + 16);
    }
    pages.reserve(found, Math.max(length, BlockHeader.SIZE + 16));
  }

  /// Takes a block back.
  void free(long freed) {
    int order = block.order(freed);
    if (1L << order >= LARGE) {
      pages.discard(freed + BlockHeader.SIZE + 16, block.size(freed) - 16);
    }
    add(USED, -(1L << order));
    add(BLOCKS, -1);
    KillPoint.at("heap.freeing");
    block.tag(freed, BlockKind.FREE, order);
    KillPoint.at("heap.freed");
    merge(freed, order, mostOrder);
  }

  private void merge(long freed, int order, int most) {
    long whole = freed;
    int size = order;
    while (size < most) {
      long buddy = whole ^ (1L << size);
      if (!block.isFree(buddy, size)) {
        break;
      }
      unlink(buddy, size);
      whole = Math.min(whole, buddy);
      size++;
      // The upper half disappears with this store.
      block.tag(whole, BlockKind.FREE, size);
      KillPoint.at("heap.merged");
    }
    link(whole, size);
  }

  /// Makes the lists and the counts anew from the tags.
  void repair() {
    for (int order = 0; order <= mostOrder; order++) {
      first(order, -1);
    }
    long used = 0;
    long count = 0;
    for (long at = 0; at < blocks.byteSize(); ) {
      int order = block.order(at);
      long next = at + (1L << order);
      if (block.kind(at) == BlockKind.FREE) {
        relink(at, order);
      } else {
        used += 1L << order;
        count++;
      }
      at = next;
    }
    header.set(JAVA_LONG, USED, used);
    header.set(JAVA_LONG, BLOCKS, count);
  }

  /// Merges only with lower buddies: the upper ones aren't in a list yet, and will come.
  private void relink(long at, int order) {
    long whole = at;
    int size = order;
    while (size < mostOrder) {
      long buddy = whole ^ (1L << size);
      if (buddy > whole || !block.isFree(buddy, size)) {
        break;
      }
      unlink(buddy, size);
      whole = buddy;
      size++;
      block.tag(whole, BlockKind.FREE, size);
    }
    link(whole, size);
  }

  /// True if a block, free or not, begins there. Where one began before it was joined with others
  /// there may be anything now, by chance what looks like its head.
  boolean isBlock(long at) {
    if (at < 0 || at >= blocks.byteSize()) {
      return false;
    }
    for (int half = mostOrder; half >= LEAST_ORDER; half--) {
      // Halves begin where blocks do, as long as what contains them is split.
      long begin = at & -(1L << half);
      if (at < begin + (1L << block.order(begin))) {
        return at == begin;
      }
    }
    return false;
  }

  /// The order of a block with that much content.
  static int order(long size) {
    long whole = BlockHeader.SIZE + size;
    return Math.max(LEAST_ORDER, 64 - Long.numberOfLeadingZeros(whole - 1));
  }

  /// Bytes in blocks that aren't free.
  long used() {
    return header.get(JAVA_LONG, USED);
  }

  /// How many blocks aren't free.
  long count() {
    return header.get(JAVA_LONG, BLOCKS);
  }

  private long first(int order) {
    return header.get(JAVA_LONG, LISTS + 8L * order);
  }

  private void first(int order, long head) {
    header.set(JAVA_LONG, LISTS + 8L * order, head);
  }

  private void link(long freed, int order) {
    long next = first(order);
    block.next(freed, next);
    block.previous(freed, BlockHeader.NONE);
    if (next != BlockHeader.NONE) {
      block.previous(next, freed);
    }
    first(order, freed);
  }

  private void unlink(long taken, int order) {
    long next = block.next(taken);
    long previous = block.previous(taken);
    if (previous == BlockHeader.NONE) {
      first(order, next);
    } else {
      block.next(previous, next);
    }
    if (next != BlockHeader.NONE) {
      block.previous(next, previous);
    }
  }

  private long add(long field, long delta) {
    long sum = header.get(JAVA_LONG, field) + delta;
    header.set(JAVA_LONG, field, sum);
    return sum;
  }
}
