package dev.braid.pool;

/// A worker can't be started.
public final class HiringException extends Exception {
  private static final long serialVersionUID = 1L;

  /// With the reason of whoever tried.
  public HiringException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  /// The reason.
  public Exception reason() {
    return (Exception) java.util.Objects.requireNonNull(getCause());
  }
}
