package dev.braid;

/// The pool was terminated before the task had ended. Python waits for its result for ever.
public final class PoolTerminatedException extends BraidException {
  private static final long serialVersionUID = 1L;

  PoolTerminatedException(String message) {
    super(message);
  }
}
