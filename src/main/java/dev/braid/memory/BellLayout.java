package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [Bell], the content of a block of kind OBJECT.
///
/// ```text
///  offset  field    size  written by  ordering
///       0  rings       4  ringers     volatile add; how often it has rung, modulo 2^32
///     128  waiting     4  both        volatile; 1 while listeners may sleep on rings
/// ```
///
/// Fields that different sides write are 128 bytes apart, for the processor fetches cache lines in
/// pairs.
final class BellLayout {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("rings"),
          paddingLayout(124),
          JAVA_INT.withName("waiting"),
          paddingLayout(124));

  private BellLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
