package dev.braid;

import dev.braid.code.NotReadableException;
import java.util.Objects;

/// A message was received, but can't be made a value again in this process. The message is gone;
/// the next one can be received.
public final class UnreadableException extends BraidException {
  private static final long serialVersionUID = 1L;

  UnreadableException(NotReadableException cause) {
    super(Objects.requireNonNull(cause.getMessage()), cause);
  }
}
