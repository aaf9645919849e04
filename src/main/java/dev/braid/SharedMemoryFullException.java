package dev.braid;

import dev.braid.memory.ArenaFullException;
import java.util.Objects;

/// The memory that the processes share is used up; what was tried has changed nothing.
public final class SharedMemoryFullException extends BraidException {
  private static final long serialVersionUID = 1L;

  SharedMemoryFullException(ArenaFullException cause) {
    super(Objects.requireNonNull(cause.getMessage()), cause);
  }
}
