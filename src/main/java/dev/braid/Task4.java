package dev.braid;

import java.io.Serializable;

/// Work on four arguments, without a result, that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <B> the type of argument 2
/// @param <C> the type of argument 3
/// @param <D> the type of argument 4
@FunctionalInterface
public interface Task4<A, B, C, D> extends Serializable {
  /// Does it.
  void run(A a, B b, C c, D d) throws Exception;
}
