package dev.braid.bench;

/// What ours is compared with isn't on this machine; the message says how to get it.
final class MissingPeerException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingPeerException(String message) {
    super(message);
  }
}
