package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The head of an envelope, the content of a block of kind ENVELOPE; the names of the shared
/// objects that are in it follow (block and life, 8 bytes each), then the message.
///
/// ```text
///  offset  field    size  written by  ordering
///       0  carrier     8  producer    arena's lock, with the commit; block of the channel, 0 before
///       8  count       8  producer    arena's lock, with the commit; the message's count there
///      16  length      8  producer    before the commit; bytes of the message
///      24  held        8  producer    before the commit; how many objects it names
/// ```
final class EnvelopeLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("carrier"),
          JAVA_LONG.withName("count"),
          JAVA_LONG.withName("length"),
          JAVA_LONG.withName("held"));

  static final long SIZE = LAYOUT.byteSize();
  static final long NAME_SIZE = 16;

  private EnvelopeLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
