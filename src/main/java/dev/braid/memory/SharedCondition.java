package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Those that wait, in order, for a signal from one who holds their lock.
///
/// Every waiter has an entry of his own, with a word of his own to sleep on. A signal marks the
/// entry by a compare-and-set, a waiter whose time is over frees it by one: so a signal and the end
/// of a wait exclude each other, and no signal is spent on one who is dead or gone.
/// [ConditionLayout] describes the layout.
///
/// Kill points: `condition.entered` (known as waiter, lock still held), `condition.released` (about
/// to sleep), `condition.signalling`, `condition.signalled` (marked, not woken), `condition.woken`
/// (without the lock).
public final class SharedCondition {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long TICKETS = ConditionLayout.offset("tickets");
  private static final long MOST = ConditionLayout.offset("most");

  private final Block block;
  private final MemorySegment memory;
  private final ProcessTable processes;
  private final WaiterTable waiters;
  private final Spin spin = new Spin();

  /// A new condition of that lock.
  public static SharedCondition create(SharedArena arena, SharedLock lock) {
    return new SharedCondition(
        arena, arena.allocate(BlockKind.OBJECT, ConditionLayout.LAYOUT.byteSize(), lock.block()));
  }

  /// A condition that there is.
  public SharedCondition(SharedArena arena, Block block) {
    this.block = block;
    this.memory = block.memory();
    this.processes = arena.processes();
    this.waiters =
        new WaiterTable(
            memory, ConditionLayout.offset("waiters"), ConditionLayout.WAITERS, processes);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// Enters the calling thread, which holds the lock.
  ///
  /// @return its entry
  /// @throws IllegalStateException if 800 wait
  public int enter() {
    int entry = waiters.enter((long) LONG.getAndAdd(memory, TICKETS, 1L));
    if (entry == WaiterTable.FULL) {
      throw new IllegalStateException(
          "%d threads wait for this condition; use another one for some of them"
              .formatted(ConditionLayout.WAITERS));
    }
    if (entry >= most()) {
      INT.setVolatile(memory, MOST, entry + 1);
    }
    KillPoint.at("condition.entered");
    return entry;
  }

  /// Waits for the signal, without the lock. The entry is free afterwards.
  ///
  /// @return false if none came up to the deadline
  /// @throws InterruptedException if no signal came before the interruption
  public boolean await(int entry, Deadline deadline) throws InterruptedException {
    KillPoint.at("condition.released");
    int waiting = processes.self();
    try {
      if (!spin.until(() -> waiters.state(entry) != waiting)) {
        while (waiters.state(entry) == waiting) {
          if (deadline.isOver() && waiters.replace(entry, waiting, 0)) {
            return false;
          }
          Waits.slice(memory, waiters.at(entry), waiting, deadline);
        }
      }
    } catch (InterruptedException e) {
      if (waiters.replace(entry, waiting, 0)) {
        throw e;
      }
      // The signal came first, and is ours; the interruption is for later.
      Thread.currentThread().interrupt();
    }
    waiters.leave(entry);
    KillPoint.at("condition.woken");
    return true;
  }

  /// Wakes those that have waited longest, as many as there are but no more than `wanted`; the
  /// caller holds the lock.
  public void signal(int wanted) {
    int left = wanted;
    for (int first = first(); left > 0 && first != WaiterTable.FULL; first = first()) {
      left -= signalOne(first);
    }
  }

  /// Of those that wait and have no signal yet, the one with the lowest ticket.
  private int first() {
    int found = WaiterTable.FULL;
    int most = most();
    for (int i = 0; i < most; i++) {
      int state = waiters.state(i);
      boolean waits = state > 0 && (state & ConditionLayout.SIGNALLED) == 0;
      if (waits && (found == WaiterTable.FULL || waiters.note(i) < waiters.note(found))) {
        found = i;
      }
    }
    return found;
  }

  /// @return 0 if he is dead or gone
  private int signalOne(int entry) {
    int number = waiters.state(entry) & WaiterTable.NUMBER;
    KillPoint.at("condition.signalling");
    if (number == 0 || processes.isKnownDead(number)) {
      boolean _ = waiters.replace(entry, number, 0);
      return 0;
    }
    int signalled = number | ConditionLayout.SIGNALLED;
    if (!waiters.replace(entry, number, signalled)) {
      return 0;
    }
    KillPoint.at("condition.signalled");
    boolean slept = Waits.wake(memory, waiters.at(entry), 1) > 0;
    // Who slept is alive. Who didn't is about to sleep, or has died without anybody's notice.
    if (!slept && number != processes.self() && processes.isDead(number)) {
      boolean _ = waiters.replace(entry, signalled, 0);
      return 0;
    }
    return 1;
  }

  private int most() {
    return (int) INT.getVolatile(memory, MOST);
  }

  /// Who waits; begins with a semicolon, empty if nobody does.
  public String describe() {
    return waiters.shown();
  }
}
