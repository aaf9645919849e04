package dev.braid;

/// A message is larger than its connection takes. What comes after it can't be received, so the
/// connection is of no more use; the other end is told.
public final class MessageTooLargeException extends BraidException {
  private static final long serialVersionUID = 1L;

  MessageTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
