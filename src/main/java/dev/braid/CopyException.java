package dev.braid;

import dev.braid.code.NotCopyableException;
import java.util.Objects;

/// Something that a target reaches can't be copied to another process; the message has the path to
/// it.
public final class CopyException extends BraidException {
  private static final long serialVersionUID = 1L;

  /// True if what can't be copied is an argument of the call that the catcher has made; not so in
  /// another process.
  private transient volatile boolean isUnsent;

  /// Of a result, as its worker says.
  CopyException(String message) {
    super(message);
  }

  CopyException(NotCopyableException cause) {
    super(Objects.requireNonNull(cause.getMessage()), cause);
  }

  /// True if the call was not sent, for an argument can't be copied: then it has not run, and can
  /// be tried in another way. False of a result, for then it has.
  boolean isUnsent() {
    return isUnsent;
  }

  /// Says so, to the one who has made the call.
  CopyException unsent(boolean now) {
    isUnsent = now;
    return this;
  }
}
