package dev.braid;

/// A task took longer than it was allowed to; it was ended with its worker, and the pool goes on.
public final class TaskTimeoutException extends BraidException {
  private static final long serialVersionUID = 1L;

  TaskTimeoutException(String message) {
    super(message);
  }
}
