package dev.braid;

import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedSemaphore;
import java.io.Serializable;

/// Permits that processes and threads share, never more than at first; Python's
/// `multiprocessing.BoundedSemaphore`.
///
/// [Permits] says what happens when one who has a permit dies.
public sealed class BoundedSemaphore extends Permits permits Remotes.OfBoundedSemaphore {
  private static final long serialVersionUID = 1L;

  /// A new one with one permit.
  public BoundedSemaphore() {
    this(1);
  }

  /// A new one with so many permits.
  public BoundedSemaphore(int permits) {
    super(permits, true);
  }

  BoundedSemaphore(SharedSemaphore shared) {
    super(shared);
  }

  private Object writeReplace() {
    return new Handle(shared().block().block(), shared().block().life());
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new BoundedSemaphore(new SharedSemaphore(arena, arena.attach(this)));
    }
  }
}
