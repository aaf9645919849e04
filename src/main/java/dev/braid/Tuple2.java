package dev.braid;

import java.io.Serializable;

/// Two values in one; Python's `(a, b)`.
///
/// @param first the one
/// @param second the other
/// @param <A> the type of the first
/// @param <B> the type of the second
@SuppressWarnings("serial") // as serializable as what is in it
public record Tuple2<A, B>(A first, B second) implements Serializable {
  @Override
  public String toString() {
    return "(" + first + ", " + second + ")";
  }
}
