package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [SharedEvent], the content of a block of kind OBJECT.
///
/// ```text
///  offset  field     size  written by  ordering
///       0  word         4  anybody     compare-and-set; bit 0: it is set, the rest: how often it was
///       4  waiting      4  waiters     volatile; 1 if somebody may sleep, 0 by who wakes them
///       8  (unused)     8
///      16  waiters  16*80  waiters     WaiterTable
/// ```
final class EventLayout {
  static final int WAITERS = 16;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("word"),
          JAVA_INT.withName("waiting"),
          MemoryLayout.paddingLayout(8),
          MemoryLayout.sequenceLayout(WAITERS, WaiterLayout.LAYOUT).withName("waiters"));

  private EventLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
