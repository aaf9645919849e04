package dev.braid;

/// A process could not be started, or ended before its target ran.
public final class StartFailedException extends BraidException {
  private static final long serialVersionUID = 1L;

  StartFailedException(String message) {
    super(message);
  }

  StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
