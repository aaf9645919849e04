package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The content of a [TaskCount]'s block, which keeps the channel in its first place.
///
/// ```text
///  offset  field         size  written by  ordering
///       0  lock             4  anybody     FutexLock; guards all that follows but waiting
///       4  taker            4  lock        number of the process that was the last to take a task
///       8  unassigned       4  lock        tasks that are done, and may be anybody's of `taken`
///     128  progress         8  lock        volatile; low half: tasks done; high half: tasks done or
///                                          held, that is done + the sum of taken - unassigned, once
///                                          unlocked; both modulo 2^28
///     256  waiting          4  both        volatile; 1 while somebody may sleep on the tasks done
///     384  taken       1024*8  lock        release; low half: tasks held, 0 for a free account; high
///                                          half: number of the process that holds them
/// ```
///
/// A process's account is in its own slot, or behind it if that is still needed for an earlier one.
final class TaskCountLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("lock"),
          JAVA_INT.withName("taker"),
          JAVA_INT.withName("unassigned"),
          paddingLayout(116),
          JAVA_LONG.withName("progress"),
          paddingLayout(120),
          JAVA_INT.withName("waiting"),
          paddingLayout(124),
          sequenceLayout(ProcessTable.SLOTS, JAVA_LONG).withName("taken"));

  private TaskCountLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
