package dev.braid;

import java.io.Serializable;

/// A function of two arguments that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <B> the type of argument 2
/// @param <R> the type of the result
@FunctionalInterface
public interface Fn2<A, B, R> extends Serializable {
  /// Computes the result.
  R call(A a, B b) throws Exception;
}
