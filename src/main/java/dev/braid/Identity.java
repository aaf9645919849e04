package dev.braid;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/// Where a process stands in the family: what its default name ends in, `3`, or `3:1` for a child's
/// child.
///
/// One counter serves every kind of process; it restarts in every process.
record Identity(String path) implements Serializable {
  static final Identity MAIN = new Identity("");

  private static final AtomicInteger COUNTER = new AtomicInteger();

  static Identity next(Identity parent) {
    int number = COUNTER.incrementAndGet();
    return new Identity(parent.path.isEmpty() ? "" + number : parent.path + ":" + number);
  }
}
