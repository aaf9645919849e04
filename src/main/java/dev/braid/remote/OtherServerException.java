package dev.braid.remote;

/// The server that had the object is gone, and another one is in its place.
public final class OtherServerException extends Exception {
  private static final long serialVersionUID = 1L;

  OtherServerException() {
    super("another server is in its place");
  }
}
