package dev.braid;

import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedLock;
import java.io.Serializable;

/// A lock; Python's `multiprocessing.Lock`. Not reentrant; any thread of any process may release
/// it.
///
/// [Mutex] says what happens when its holder dies.
public sealed class Lock extends Mutex permits Remotes.OfLock {
  private static final long serialVersionUID = 1L;

  /// A new one, which nobody has.
  ///
  /// @throws SharedMemoryFullException if the shared memory is used up
  public Lock() {
    super(InArena.made(arena -> SharedLock.create(arena, false)));
  }

  Lock(SharedLock shared) {
    super(shared);
  }

  /// Makes it stay locked for ever when its holder dies, as Python's does; who waits for it is told
  /// by [#toString] that its holder is dead.
  ///
  /// @return this
  public Lock pythonic() {
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
      return new Lock(new SharedLock(arena, arena.attach(this)));
    }
  }
}
