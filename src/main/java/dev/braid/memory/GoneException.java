package dev.braid.memory;

/// A shared object is gone: nobody held it any more, so its memory was given to others.
public final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoneException(Held held) {
    super(
        ("the shared object at %d (life %d) is gone: no process of this session held it any more;"
                + " keep a reference to it until the receiver has it")
            .formatted(held.block(), held.life()));
  }
}
