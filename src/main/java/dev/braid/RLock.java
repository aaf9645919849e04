package dev.braid;

import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedLock;
import java.io.Serializable;

/// A lock that its holder can acquire again; Python's `multiprocessing.RLock`.
///
/// It belongs to the thread that acquired it, which must release it as often as it acquired it.
///
/// [Mutex] says what happens when its holder dies.
public sealed class RLock extends Mutex permits Remotes.OfRLock {
  private static final long serialVersionUID = 1L;

  /// A new one, which nobody has.
  public RLock() {
    super(InArena.made(arena -> SharedLock.create(arena, true)));
  }

  RLock(SharedLock shared) {
    super(shared);
  }

  /// Makes it stay locked for ever when its holder dies, as Python's does; who waits for it is told
  /// by [#toString] that its holder is dead.
  ///
  /// @return this
  public RLock pythonic() {
    shared().stayWithDead();
    return this;
  }

  private Object writeReplace() {
    return new Handle(shared().block().block(), shared().block().life());
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new RLock(new SharedLock(arena, arena.attach(this)));
    }
  }
}
