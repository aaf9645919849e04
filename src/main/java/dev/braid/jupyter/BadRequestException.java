package dev.braid.jupyter;

/// A request whose content is not as its type demands; its client gets an error as reply.
final class BadRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String fault) {
    super(fault);
  }
}
