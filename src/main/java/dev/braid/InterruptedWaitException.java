package dev.braid;

/// The thread was interrupted while it waited. Its interrupt flag is set again.
public final class InterruptedWaitException extends BraidException {
  private static final long serialVersionUID = 1L;

  InterruptedWaitException(String what, InterruptedException cause) {
    super("interrupted while " + what, cause);
    Thread.currentThread().interrupt();
  }
}
