package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// What the notebook calls its cells, the n of `In [n]`, for all processes of the session: the
/// newest 16,384 cells.
///
/// ```text
///  offset  field  size  written by     ordering
///   8 * i  count     8  first process  volatile; low half the n, high half of which cell
/// ```
///
/// The i of a cell is its number, modulo 16,384.
final class CellCounts {
  static final int CELLS = 1 << 14;
  static final long SIZE = CELLS * JAVA_LONG.byteSize();

  private static final VarHandle COUNT = JAVA_LONG.varHandle();

  private final MemorySegment memory;

  CellCounts(MemorySegment memory) {
    this.memory = memory;
  }

  void put(long cell, int count) {
    // Volatile: pairs with get(); both halves are one word.
    COUNT.setVolatile(memory, offset(cell), (cell << Integer.SIZE) | count);
  }

  /// The n of a cell; 0 if it has none, or is forgotten.
  int get(long cell) {
    long word = (long) COUNT.getVolatile(memory, offset(cell));
    return (int) (word >>> Integer.SIZE) == (int) cell ? (int) word : 0;
  }

  static long offset(long cell) {
    return cell % CELLS * JAVA_LONG.byteSize();
  }
}
