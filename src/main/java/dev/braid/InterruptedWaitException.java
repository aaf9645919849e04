package dev.braid;

/// The thread was interrupted while it waited. Its interrupt flag is set again.
public final class InterruptedWaitException extends BraidException {
  private static final long serialVersionUID = 1L;

  InterruptedWaitException(String what, InterruptedException cause) {
    super("interrupted while " + what, cause);
    Thread.currentThread().interrupt();
  }

  /// The same as the JDK's interfaces have it: checked, and with the interrupt flag clear.
  InterruptedException checked() {
    boolean _ = Thread.interrupted();
    InterruptedException checked = new InterruptedException(getMessage());
    checked.initCause(this);
    return checked;
  }
}
