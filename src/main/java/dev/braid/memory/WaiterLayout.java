package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// An entry of a [WaiterTable].
///
/// ```text
///  offset  field       size  written by  ordering
///       0  state          4  waiter      compare-and-set from 0 claims the entry; low 30 bits his
///                                        number, the sign bit while he fills in the rest
///       4  nameLength     4  waiter      before state has no sign
///       8  thread         8  waiter      before state has no sign; its identifier in his JVM
///      16  since          8  waiter      before state has no sign; milliseconds since 1970
///      24  note           8  waiter      before state has no sign; what the table's user wants
///      32  noted          8  waiter      opaque; as note
///      40  name          40  waiter      before state has no sign; the thread's, UTF-8
/// ```
final class WaiterLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("state"),
          JAVA_INT.withName("nameLength"),
          JAVA_LONG.withName("thread"),
          JAVA_LONG.withName("since"),
          JAVA_LONG.withName("note"),
          JAVA_LONG.withName("noted"),
          MemoryLayout.sequenceLayout(40, JAVA_BYTE).withName("name"));

  static final long SIZE = LAYOUT.byteSize();
  static final int NAME_SIZE = 40;

  private WaiterLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
