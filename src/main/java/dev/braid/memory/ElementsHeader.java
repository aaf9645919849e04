package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The head of a shared value or array. The elements follow it, side by side, and zeros up to the
/// next multiple of 8 bytes.
///
/// ```text
///  offset  field   size  written by  ordering
///       0  code       4  creator     before the block is known to others; the typecode's letter
///       4  type       4  creator     before the block is known to others; code of the BoxedType
///       8  count      8  creator     before the block is known to others; elements
/// ```
final class ElementsHeader {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("code"), JAVA_INT.withName("type"), JAVA_LONG.withName("count"));

  static final long SIZE = LAYOUT.byteSize();

  private ElementsHeader() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }
}
