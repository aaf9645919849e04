package dev.braid.remote;

/// An argument of a call can't be copied to the server, so the call has not been sent. A result
/// that can't be copied from there is no such case: then the method has run.
public final class UnsentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RuntimeException reason;

  UnsentException(UnsendableException cause) {
    super(cause);
    this.reason = cause.reason();
  }

  /// What users get.
  public RuntimeException reason() {
    return reason;
  }
}
