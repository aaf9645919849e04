package dev.braid;

import java.util.Iterator;

/// An input that throws after so many elements, the numbers from 0 on.
final class BrokenInput implements Iterator<Integer> {
  private final int good;
  private int next;

  private BrokenInput(int good) {
    this.good = good;
  }

  static Iterable<Integer> after(int good) {
    return () -> new BrokenInput(good);
  }

  /// The same in pairs.
  static Iterable<Tuple2<Integer, Integer>> pairsAfter(int good) {
    Iterator<Integer> input = new BrokenInput(good);
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return input.hasNext();
          }

          @Override
          public Tuple2<Integer, Integer> next() {
            int next = input.next();
            return new Tuple2<>(next, next);
          }
        };
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Integer next() {
    if (next == good) {
      throw new IllegalStateException("broken input");
    }
    return next++;
  }
}
