package dev.braid;

/// Stands for what a child threw, if that itself can't be copied to this process; the message is
/// its stack trace.
public final class ChildException extends BraidException {
  private static final long serialVersionUID = 1L;

  ChildException(String message) {
    super(message);
  }
}
