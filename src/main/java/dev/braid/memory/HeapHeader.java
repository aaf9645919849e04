package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The head of the arena's heap.
///
/// ```text
///  offset  field          size  written by     ordering
///       0  lock              4  anybody        FutexLock; guards all that follows but the suspects
///     128  life              8  arena's lock   the last life that was given to a block
///     136  used              8  arena's lock   bytes in blocks that aren't free
///     144  blocks            8  arena's lock   how many aren't free
///     152  epoch             4  arena's lock   the last collection
///     156  (unused)          4
///     160  code              8  arena's lock   the latest block of CODE; 0 for none
///     256  suspects          4  holders        atomic add; holds given up since the last collection
///     260  (unused)          4
///     264  suspectBytes      8  holders        atomic add; bytes of their blocks
///     384  free           64*8  arena's lock   heads of the lists of free blocks, by order
/// ```
final class HeapHeader {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("lock"),
          paddingLayout(124),
          JAVA_LONG.withName("life"),
          JAVA_LONG.withName("used"),
          JAVA_LONG.withName("blocks"),
          JAVA_INT.withName("epoch"),
          paddingLayout(4),
          JAVA_LONG.withName("code"),
          paddingLayout(88),
          JAVA_INT.withName("suspects"),
          paddingLayout(4),
          JAVA_LONG.withName("suspectBytes"),
          paddingLayout(112),
          sequenceLayout(64, JAVA_LONG).withName("free"));

  private HeapHeader() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
