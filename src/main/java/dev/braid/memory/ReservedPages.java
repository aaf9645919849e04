package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.os.SharedBlock.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Which pages of the heap have memory: a bit for each, 1 once it has been reserved.
///
/// Without it a store to a page that the system has no memory for would end the JVM. Guarded by the
/// arena's lock; a bit is set after its page was reserved, so at worst one is reserved twice.
final class ReservedPages {
  private static final long PAGE = 4096;

  private final MemorySegment map;
  private final Pages pages;
  private final long from;

  ReservedPages(MemorySegment map, Pages pages, long from) {
    this.map = map;
    this.pages = pages;
    this.from = from;
  }

  /// How many bytes the map of so many bytes takes.
  static long mapSize(long bytes) {
    return bytes / PAGE / 8;
  }

  /// Reserves the pages of these bytes.
  void reserve(long offset, long length) throws IOException {
    long end = (offset + length + PAGE - 1) / PAGE;
    long page = offset / PAGE;
    while (page < end) {
      long gap = nextWith(false, page, end);
      long last = nextWith(true, gap, end);
      if (gap < last) {
        pages.reserve(from + gap * PAGE, (last - gap) * PAGE);
        KillPoint.at("heap.reserved");
        set(gap, last, true);
      }
      page = last;
    }
  }

  /// Gives back the pages that lie wholly within these bytes.
  void discard(long offset, long length) {
    long first = (offset + PAGE - 1) / PAGE;
    long end = (offset + length) / PAGE;
    if (first < end) {
      set(first, end, false);
      KillPoint.at("heap.discarding");
      if (!pages.discard(from + first * PAGE, (end - first) * PAGE)) {
        set(first, end, true);
      }
    }
  }

  private long nextWith(boolean reserved, long start, long end) {
    long page = start;
    while (page < end) {
      long word = map.get(JAVA_LONG, page / 64 * 8);
      long wanted = (reserved ? word : ~word) & (-1L << page % 64);
      if (wanted != 0) {
        return Math.min(end, page / 64 * 64 + Long.numberOfTrailingZeros(wanted));
      }
      page = (page / 64 + 1) * 64;
    }
    return end;
  }

  private void set(long start, long end, boolean reserved) {
    for (long page = start; page < end; ) {
      long stop = Math.min(end, (page / 64 + 1) * 64);
      long mask = (-1L << page % 64) & (-1L >>> (63 - (stop - 1) % 64));
      long word = map.get(JAVA_LONG, page / 64 * 8);
      map.set(JAVA_LONG, page / 64 * 8, reserved ? word | mask : word & ~mask);
      page = stop;
    }
  }
}
