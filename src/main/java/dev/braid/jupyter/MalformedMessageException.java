package dev.braid.jupyter;

/// Frames that are no message of this session; they are logged and dropped.
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String fault) {
    super(fault);
  }
}
