package dev.braid;

/// Something of which a copy can be had.
interface Copies<C> {
  /// All of it, as of now.
  C copy();
}
