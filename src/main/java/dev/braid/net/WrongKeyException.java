package dev.braid.net;

import java.io.IOException;

/// The other end can't prove that it knows our key, or says that we can't.
public final class WrongKeyException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongKeyException(String message) {
    super(message);
  }
}
