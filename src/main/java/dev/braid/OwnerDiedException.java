package dev.braid;

/// A process died while it held what the caller has acquired, so the data that it guards may be
/// half written.
///
/// Thrown once, to the first who acquires it after the death was proven. He has it now, and may
/// repair the data before he releases it. Like `EOWNERDEAD` of a robust mutex.
public final class OwnerDiedException extends BraidException {
  private static final long serialVersionUID = 1L;

  private final String what;

  OwnerDiedException(String what, String remedy) {
    super(what + "; " + remedy);
    this.what = what;
  }

  /// The same death, for one who has to do something else about it.
  OwnerDiedException but(String remedy) {
    OwnerDiedException other = new OwnerDiedException(what, remedy);
    other.initCause(getCause());
    return other;
  }
}
