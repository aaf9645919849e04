package dev.braid;

import java.io.Serializable;

/// A function of one argument that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <R> the type of the result
@FunctionalInterface
public interface Fn1<A, R> extends Serializable {
  /// Computes the result.
  R call(A a) throws Exception;
}
