package dev.braid;

/// What can go wrong with processes and what they share. Misuse is `IllegalStateException` or
/// `IllegalArgumentException`, as everywhere in Java.
public class BraidException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says what, with the values, and what to do.
  public BraidException(String message) {
    super(message);
  }

  /// Says what, with the values, and what to do.
  public BraidException(String message, Throwable cause) {
    super(message, cause);
  }
}
