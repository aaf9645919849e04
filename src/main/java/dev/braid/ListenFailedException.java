package dev.braid;

/// The operating system doesn't let us listen at an address: it is taken, or isn't ours.
public final class ListenFailedException extends BraidException {
  private static final long serialVersionUID = 1L;

  ListenFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
