package dev.braid;

import org.jspecify.annotations.Nullable;

/// The operating system can't give or find shared memory.
public sealed class SharedMemoryException extends BraidException
    permits SharedMemoryExistsException, SharedMemoryNotFoundException {
  private static final long serialVersionUID = 1L;

  SharedMemoryException(String message) {
    super(message);
  }

  SharedMemoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A failed attempt, with the operating system's reason.
  static SharedMemoryException of(String attempt, Throwable cause) {
    @Nullable String reason = cause.getMessage();
    return new SharedMemoryException(
        "can't %s: %s".formatted(attempt, reason == null ? cause.toString() : reason), cause);
  }
}
