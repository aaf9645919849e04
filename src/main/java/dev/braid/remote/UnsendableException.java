package dev.braid.remote;

/// Something in a message can't be copied to the other side, or can't be rebuilt on this one; the
/// line is as good as before. The cause is what users get.
public final class UnsendableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RuntimeException reason;

  /// With what users get.
  public UnsendableException(RuntimeException reason) {
    super(reason);
    this.reason = reason;
  }

  /// What users get.
  public RuntimeException reason() {
    return reason;
  }
}
