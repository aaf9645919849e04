package dev.braid;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/// The integers from `from` up to, but not including, `to`; it takes no memory for them.
final class Range extends AbstractList<Integer> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;

  private final int from;
  private final int to;

  Range(int from, int to) {
    this.from = from;
    this.to = Math.max(from, to);
    if ((long) this.to - from > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "range(%d, %d) has more than 2^31 - 1 elements; split it".formatted(from, to));
    }
  }

  @Override
  public Integer get(int index) {
    return from + Objects.checkIndex(index, size());
  }

  @Override
  public int size() {
    return to - from;
  }
}
