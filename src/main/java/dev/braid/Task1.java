package dev.braid;

import java.io.Serializable;

/// Work on one argument, without a result, that can cross to another process.
///
/// @param <A> the type of argument 1
@FunctionalInterface
public interface Task1<A> extends Serializable {
  /// Does it.
  void run(A a) throws Exception;
}
