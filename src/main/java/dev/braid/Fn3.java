package dev.braid;

import java.io.Serializable;

/// A function of three arguments that can cross to another process.
///
/// @param <A> the type of argument 1
/// @param <B> the type of argument 2
/// @param <C> the type of argument 3
/// @param <R> the type of the result
@FunctionalInterface
public interface Fn3<A, B, C, R> extends Serializable {
  /// Computes the result.
  R call(A a, B b, C c) throws Exception;
}
