package dev.braid;

/// A result wasn't there in time; it may still come. Python's `multiprocessing.TimeoutError`.
public final class ResultTimeoutException extends BraidException {
  private static final long serialVersionUID = 1L;

  ResultTimeoutException(String message) {
    super(message);
  }
}
