package dev.braid;

/// Nobody answers at an address as a [Listener] does; Python's `ConnectionRefusedError` or
/// `FileNotFoundError`.
public final class ConnectFailedException extends BraidException {
  private static final long serialVersionUID = 1L;

  ConnectFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
