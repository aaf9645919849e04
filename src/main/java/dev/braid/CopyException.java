package dev.braid;

import dev.braid.code.NotCopyableException;
import java.util.Objects;

/// Something that a target reaches can't be copied to another process; the message has the path to
/// it.
public final class CopyException extends BraidException {
  private static final long serialVersionUID = 1L;

  /// Of a result, as its worker says.
  CopyException(String message) {
    super(message);
  }

  CopyException(NotCopyableException cause) {
    super(Objects.requireNonNull(cause.getMessage()), cause);
  }
}
