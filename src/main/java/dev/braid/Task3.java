package dev.braid;

import java.io.Serializable;

/// Work on three arguments, without a result, that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <B> the type of argument 2
/// @param <C> the type of argument 3
@FunctionalInterface
public interface Task3<A, B, C> extends Serializable {
  /// Does it.
  void run(A a, B b, C c) throws Exception;
}
