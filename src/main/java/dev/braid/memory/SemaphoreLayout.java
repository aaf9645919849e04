package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [SharedSemaphore], the content of a block of kind OBJECT.
///
/// ```text
///  offset  field      size    written by  ordering
///       0  lock          4    anybody     FutexLock; guards all that follows but who waits
///       4  sleepers      4    anybody     Sleepers, who wait for a permit
///       8  value         4    lock        volatile; initial - settled - all taken, once unlocked
///      12  initial       4    creator     before the block is known to others
///      16  bounded       4    creator     before the block is known to others; 1 if it is
///      20  died          4    lock        number of one whose permits came back; 0 once it is told
///      24  settled       8    lock        permits that the dead took, and that don't come back
///      32  pending       8    lock        what `settled` becomes, before settling
///      40  settling      4    lock        the commit: slot + 1 while a dead one is settled, else 0
///      44  (unused)     20
///      64  taken    1024*8    lock        the commit, by slot: high 20 bits number / 1024 of its
///                                         process, low 44 what it took less what it gave
///    8256  waiters   16*80    waiters     WaiterTable
/// ```
final class SemaphoreLayout {
  static final int WAITERS = 16;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("lock"),
          JAVA_INT.withName("sleepers"),
          JAVA_INT.withName("value"),
          JAVA_INT.withName("initial"),
          JAVA_INT.withName("bounded"),
          JAVA_INT.withName("died"),
          JAVA_LONG.withName("settled"),
          JAVA_LONG.withName("pending"),
          JAVA_INT.withName("settling"),
          paddingLayout(20),
          MemoryLayout.sequenceLayout(ProcessTable.SLOTS, JAVA_LONG).withName("taken"),
          MemoryLayout.sequenceLayout(WAITERS, WaiterLayout.LAYOUT).withName("waiters"));

  private SemaphoreLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
