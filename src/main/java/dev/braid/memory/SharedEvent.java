package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;

/// A flag that processes share, and wait for.
///
/// Its word counts how often it was set, so that one who waits sees that it was, even if it is
/// cleared again before he looks. [EventLayout] describes the layout.
///
/// Kill points: `event.sleeping` (entered as waiter), `event.watching` (about to wait without a
/// thread), `event.set` (set, nobody woken), `event.waking` (the same, and nobody is known to
/// wait), `event.cleared`.
public final class SharedEvent {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long WORD = EventLayout.offset("word");
  private static final long WAITING = EventLayout.offset("waiting");

  private final Block block;
  private final MemorySegment memory;
  private final WaiterTable waiters;
  private final Spin spin = new Spin();

  /// A new event, not set.
  public static SharedEvent create(SharedArena arena) {
    return new SharedEvent(arena, arena.allocate(BlockKind.OBJECT, EventLayout.LAYOUT.byteSize()));
  }

  /// An event that there is.
  public SharedEvent(SharedArena arena, Block block) {
    this.block = block;
    this.memory = block.memory();
    this.waiters =
        new WaiterTable(
            memory, EventLayout.offset("waiters"), EventLayout.WAITERS, arena.processes());
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  private int word() {
    // Volatile: pairs with set(); what was written before it is seen.
    return (int) INT.getVolatile(memory, WORD);
  }

  private static boolean isSet(int word) {
    return (word & 1) == 1;
  }

  /// True if it is set.
  public boolean isSet() {
    return isSet(word());
  }

  /// Sets it and wakes all that wait.
  public void set() {
    int word = word();
    while (!isSet(word) && !INT.compareAndSet(memory, WORD, word, (word + 2) | 1)) {
      word = word();
    }
    KillPoint.at("event.set");
    // Also if it was set before: who did may have died before he woke anybody.
    if ((int) INT.getVolatile(memory, WAITING) == 1 && INT.compareAndSet(memory, WAITING, 1, 0)) {
      KillPoint.at("event.waking");
      var _ = Waits.wake(memory, WORD, Integer.MAX_VALUE);
    }
  }

  /// Takes it back; those that were woken by it aren't held up.
  public void clear() {
    int word = word();
    while (isSet(word) && !INT.compareAndSet(memory, WORD, word, word & ~1)) {
      word = word();
    }
    KillPoint.at("event.cleared");
  }

  /// Waits until it is set.
  ///
  /// @return false if it wasn't up to the deadline
  /// @throws InterruptedException with the explanation why it waited
  public boolean await(Deadline deadline) throws InterruptedException {
    int seen = word();
    if (isSet(seen)) {
      return true;
    }
    if (deadline.isOver()) {
      return false;
    }
    return spin.until(() -> word() != seen) || sleep(seen, deadline);
  }

  private boolean sleep(int seen, Deadline deadline) throws InterruptedException {
    int entry = waiters.enter(0);
    KillPoint.at("event.sleeping");
    try {
      while (true) {
        INT.setVolatile(memory, WAITING, 1);
        // Volatile: pairs with set(), which looks at `waiting` after it has changed the word.
        if (word() != seen) {
          return true;
        }
        if (deadline.isOver()) {
          return false;
        }
        Waits.slice(memory, WORD, seen, deadline);
      }
    } catch (InterruptedException e) {
      InterruptedException explained = new InterruptedException(describe());
      explained.initCause(e);
      throw explained;
    } finally {
      waiters.leave(entry);
    }
  }

  /// Completes once it is set; cancelling it ends the wait.
  public CompletableFuture<Void> whenSet() {
    int seen = word();
    if (isSet(seen)) {
      return CompletableFuture.completedFuture(null);
    }
    INT.setVolatile(memory, WAITING, 1);
    KillPoint.at("event.watching");
    return Waits.whenChanged(memory, WORD, seen);
  }

  /// Whether it is set, and who waits.
  public String describe() {
    return (isSet() ? "set" : "not set") + waiters.shown();
  }
}
