package dev.braid;

import dev.braid.net.WrongKeyException;
import java.util.Objects;

/// Two processes don't have the same key, or one of them can't prove it; Python's
/// `multiprocessing.AuthenticationError`.
public final class AuthenticationException extends BraidException {
  private static final long serialVersionUID = 1L;

  AuthenticationException(WrongKeyException cause) {
    super(Objects.requireNonNull(cause.getMessage()) + "; give both ends the same authKey", cause);
  }
}
