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
///  offset  field       size  written by  ordering
///       0  done           4  workers     compare-and-set; tasks done, modulo 2^28
///     128  waiting        4  both        volatile; 1 while somebody may sleep on done
///     256  taken     1024*8  workers     compare-and-set; by slot: low half how many tasks the
///                                        process took and didn't finish, high half its number
/// ```
final class TaskCountLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("done"),
          paddingLayout(124),
          JAVA_INT.withName("waiting"),
          paddingLayout(124),
          sequenceLayout(ProcessTable.SLOTS, JAVA_LONG).withName("taken"));

  private TaskCountLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
