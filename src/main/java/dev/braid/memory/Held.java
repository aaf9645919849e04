package dev.braid.memory;

/// A shared object that this process holds: as long as a process holds it, or a message on its way
/// names it, the arena keeps it.
public interface Held {
  /// Where its block is in the session's arena, in bytes.
  long block();

  /// The number of that block's life: a block that is freed and used again has another.
  long life();
}
