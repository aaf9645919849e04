package dev.braid;

/// Nobody is left who could receive what is sent; Python's `BrokenPipeError`.
public final class BrokenPipeException extends BraidException {
  private static final long serialVersionUID = 1L;

  BrokenPipeException(String message) {
    super(message);
  }
}
