package dev.braid;

import java.io.Serializable;

/// Work on two arguments, without a result, that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <B> the type of argument 2
@FunctionalInterface
public interface Task2<A, B> extends Serializable {
  /// Does it.
  void run(A a, B b) throws Exception;
}
