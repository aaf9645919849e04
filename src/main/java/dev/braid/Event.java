package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedEvent;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A flag that processes and threads share, and wait for; Python's `multiprocessing.Event`.
///
/// It can be sent to any process of the session, and waited for beside others by
/// [Multiprocessing#waitAny]. Who waits when it is set goes on, even if it is cleared at once.
///
/// The death of a process that was to set it ends no wait, for whoever has the event may set it:
/// wait for that process's [Process#sentinel], too, or give the wait a limit.
public sealed class Event implements Waitable, Serializable permits Remotes.OfEvent {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient SharedEvent shared;

  /// A new one, not set.
  ///
  /// @throws SharedMemoryFullException if the shared memory is used up
  public Event() {
    this(InArena.made(SharedEvent::create));
  }

  Event(SharedEvent shared) {
    this.shared = shared;
  }

  /// True if it is set.
  public boolean isSet() {
    return shared.isSet();
  }

  /// Sets it; all that wait for it go on.
  public void set() {
    shared.set();
  }

  /// Takes it back: from now on it has to be waited for.
  public void clear() {
    shared.clear();
  }

  /// Waits until it is set.
  ///
  /// @return true
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public boolean await() {
    return await(Deadline.NONE);
  }

  /// Waits until it is set, but no longer than `limit`; zero or less doesn't wait.
  ///
  /// @return false if it isn't set
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public boolean await(Duration limit) {
    return await(Deadline.in(limit));
  }

  private boolean await(Deadline deadline) {
    try {
      return shared.await(deadline);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for Event[%s]".formatted(e.getMessage()), e);
    }
  }

  @Override
  public boolean ready() {
    return isSet();
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return shared.whenSet();
  }

  @Override
  public String toString() {
    return "Event[%s]".formatted(shared.describe());
  }

  private Object writeReplace() {
    return new Handle(shared.block().block(), shared.block().life());
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new Event(new SharedEvent(arena, arena.attach(this)));
    }
  }
}
