package dev.braid;

import dev.braid.memory.ArenaFullException;
import dev.braid.memory.SharedArena;
import java.util.function.Function;

/// What is made in the session's shared memory, with the error that users know.
final class InArena {
  private InArena() {}

  /// What `maker` makes.
  ///
  /// @throws SharedMemoryFullException if the shared memory is used up
  static <T> T made(Function<SharedArena, T> maker) {
    try {
      return maker.apply(SharedArena.current());
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }
}
