package dev.braid;

/// A task of a pool threw a checked exception, which is the cause.
public final class TaskException extends BraidException {
  private static final long serialVersionUID = 1L;

  TaskException(String message, Throwable cause) {
    super(message, cause);
  }
}
