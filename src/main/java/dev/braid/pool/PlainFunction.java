package dev.braid.pool;

import org.jspecify.annotations.Nullable;

/// A function as it is, for threads.
///
/// @param function null if the argument is the call
record PlainFunction(Shape shape, @Nullable Object function) implements Function {
  @Override
  public void close() {
    // It is the garbage collector's.
  }
}
