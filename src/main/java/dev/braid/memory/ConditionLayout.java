package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [SharedCondition], the content of a block of kind OBJECT that keeps the lock's block.
///
/// ```text
///  offset  field      size  written by  ordering
///       0  tickets       8  waiters     atomic add; how many ever waited
///       8  most          4  waiters     the lock; the entries from here on were never used
///      12  (unused)     52
///      64  waiters  800*80  waiters     WaiterTable; note: his ticket; bit 30 of the state: he was
///                                       signalled, by compare-and-set from his number
/// ```
final class ConditionLayout {
  /// So that the block has 64 KiB.
  static final int WAITERS = 800;

  static final int SIGNALLED = 1 << 30;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("tickets"),
          JAVA_INT.withName("most"),
          paddingLayout(52),
          MemoryLayout.sequenceLayout(WAITERS, WaiterLayout.LAYOUT).withName("waiters"));

  private ConditionLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
