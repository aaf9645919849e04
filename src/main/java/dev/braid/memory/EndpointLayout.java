package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// One end of a pipe, the content of a block of kind ENDPOINT.
///
/// ```text
///  offset  field     size  written by     ordering
///       0  users      128  users          atomic or/and; bit s: the process in slot s has it open
///     128  guest        4  users          volatile; number of the last process other than the maker
///     132  maker        4  creator        before the block is known; number
///     136  closed       4  collector      arena's lock; 1 once nobody has it open or can get it
///     140  opened       4  users          arena's lock; 1 once somebody has had it open
///     144  named        4  senders        volatile, before the name; 1 once a message has named it
/// ```
///
/// Its block keeps two channels: in its first place the one that it gets from, in its second the
/// one that it puts to; 0 for a direction that it hasn't.
final class EndpointLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(ProcessTable.SLOTS / 64, JAVA_LONG).withName("users"),
          JAVA_INT.withName("guest"),
          JAVA_INT.withName("maker"),
          JAVA_INT.withName("closed"),
          JAVA_INT.withName("opened"),
          JAVA_INT.withName("named"));

  static final int IN = 0;
  static final int OUT = 1;
  static final int OTHER = 2;

  private EndpointLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
