package dev.braid;

import java.io.Serializable;

/// A function of nothing that can cross to another process.
///
/// @param <R> the type of the result
@FunctionalInterface
public interface Fn<R> extends Serializable {
  /// Computes the result.
  R call() throws Exception;
}
