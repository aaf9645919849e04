package dev.braid;

import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedSemaphore;
import java.io.Serializable;

/// Permits that processes and threads share; Python's `multiprocessing.Semaphore`.
///
/// Whoever releases gives a permit, whether or not he took one, so there may be more than at first,
/// and a semaphore that begins with 0 serves as a signal.
///
/// [Permits] says what happens when one who has a permit dies.
public sealed class Semaphore extends Permits permits Remotes.OfSemaphore {
  private static final long serialVersionUID = 1L;

  /// A new one with one permit.
  public Semaphore() {
    this(1);
  }

  /// A new one with so many permits.
  public Semaphore(int permits) {
    super(permits, false);
  }

  Semaphore(SharedSemaphore shared) {
    super(shared);
  }

  private Object writeReplace() {
    return new Handle(shared().block().block(), shared().block().life());
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new Semaphore(new SharedSemaphore(arena, arena.attach(this)));
    }
  }
}
