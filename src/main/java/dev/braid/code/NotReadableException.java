package dev.braid.code;

/// Bytes from another process can't be made into a value here.
public final class NotReadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReadableException(String message) {
    super(message);
  }

  NotReadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
