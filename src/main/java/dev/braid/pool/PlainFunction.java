package dev.braid.pool;

/// A function as it is, for threads.
record PlainFunction(Shape shape, Object function) implements Function {
  @Override
  public void close() {
    // It is the garbage collector's.
  }
}
