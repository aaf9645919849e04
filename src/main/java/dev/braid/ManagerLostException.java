package dev.braid;

/// The server of a [Manager], or the one that a [ManagerClient] is connected to, is gone, or is
/// another one that doesn't know the object. Whether a call that was under way has run isn't known.
/// Python's `EOFError`, `BrokenPipeError` or `ConnectionRefusedError`.
public final class ManagerLostException extends BraidException {
  private static final long serialVersionUID = 1L;

  ManagerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
