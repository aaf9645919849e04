package dev.braid.remote;

/// A server has no object of that number: nobody had it any more, or the server is another one.
public final class GoneObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoneObjectException(long id) {
    super("the server has no object %d any more".formatted(id));
  }
}
