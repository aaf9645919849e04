package dev.braid;

/// Somebody waits in vain: the process that he waits for has died. The message names it, its pid
/// and how it ended. Python hangs here.
public final class PartnerDiedException extends BraidException {
  private static final long serialVersionUID = 1L;

  PartnerDiedException(String message) {
    super(message);
  }
}
