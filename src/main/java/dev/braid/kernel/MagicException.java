package dev.braid.kernel;

/// A magic was asked for something that it can't do; the message says what to do instead.
final class MagicException extends Exception {
  private static final long serialVersionUID = 1L;

  MagicException(String message) {
    super(message);
  }
}
