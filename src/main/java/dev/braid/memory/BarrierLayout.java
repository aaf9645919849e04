package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The head of a [SharedBarrier], the content of a block of kind OBJECT; the parties' entries
/// follow it.
///
/// ```text
///  offset  field      size  written by  ordering
///       0  lock          4  anybody     FutexLock; guards all that follows but roomWanted
///       4  phase         4  lock        the commit: generation << 2 | FILLING, ACTING or BROKEN
///       8  parties       4  creator     before the block is known to others
///      12  reason        4  lock        before phase is BROKEN; code of a Breach
///      16  culprit       4  lock        as reason; number of the process
///      20  left          4  parties     atomic add; how many entries were ever given up
///      24  timeout       8  anybody     opaque; nanoseconds, -1 for none
///      32  roomWanted    4  waiters     volatile; 1 if somebody may sleep until an entry is free
///      36  (unused)     28
///      64  waiters    n*80  waiters     WaiterTable; note: the generation; noted: 1 once that was
///                                       reset
/// ```
final class BarrierLayout {
  static final int FILLING = 0;
  static final int ACTING = 1;
  static final int BROKEN = 2;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("lock"),
          JAVA_INT.withName("phase"),
          JAVA_INT.withName("parties"),
          JAVA_INT.withName("reason"),
          JAVA_INT.withName("culprit"),
          JAVA_INT.withName("left"),
          JAVA_LONG.withName("timeout"),
          JAVA_INT.withName("roomWanted"),
          paddingLayout(28));

  private BarrierLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
