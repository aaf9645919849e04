package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Permits that processes share, and that come back when their taker dies.
///
/// Its lock is held for some stores only. [SemaphoreLayout] describes the layout, [PermitAccounts]
/// what is kept of whom.
///
/// Kill points: `semaphore.locked`, `semaphore.taken` and `semaphore.given` (committed, value not
/// yet changed), `semaphore.settling` and `semaphore.settled` (before and after a dead one's
/// account is announced as settled), `semaphore.released` (given, nobody woken),
/// `semaphore.sleeping` (entered as waiter).
public final class SharedSemaphore {
  /// What [#acquire] returns when the deadline came first. Every other result means that a permit
  /// was taken.
  public static final int NOT = -1;

  /// Slices between two looks at the life of those that have permits, by the operating system; the
  /// process table is looked at after each.
  private static final int SLICES = 8;

  private final Block block;
  private final MemorySegment memory;
  private final ProcessTable processes;
  private final FutexLock lock;
  private final PermitAccounts accounts;
  private final WaiterTable waiters;
  private final Sleepers sleepers;
  private final boolean bounded;
  private final Spin spin = new Spin();

  /// A new semaphore.
  ///
  /// @param bounded true if there are never to be more permits than at first
  public static SharedSemaphore create(SharedArena arena, int permits, boolean bounded) {
    Block block = arena.allocate(BlockKind.OBJECT, SemaphoreLayout.LAYOUT.byteSize());
    block.memory().set(JAVA_INT, SemaphoreLayout.offset("value"), permits);
    block.memory().set(JAVA_INT, SemaphoreLayout.offset("initial"), permits);
    block.memory().set(JAVA_INT, SemaphoreLayout.offset("bounded"), bounded ? 1 : 0);
    return new SharedSemaphore(arena, block);
  }

  /// A semaphore that there is.
  public SharedSemaphore(SharedArena arena, Block block) {
    this.block = block;
    this.memory = block.memory();
    this.processes = arena.processes();
    this.lock = new FutexLock(memory, SemaphoreLayout.offset("lock"), processes);
    this.accounts = new PermitAccounts(memory, processes);
    this.waiters =
        new WaiterTable(
            memory, SemaphoreLayout.offset("waiters"), SemaphoreLayout.WAITERS, processes);
    this.sleepers = new Sleepers(memory, SemaphoreLayout.offset("sleepers"));
    this.bounded = memory.get(JAVA_INT, SemaphoreLayout.offset("bounded")) == 1;
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  private void lock() {
    if (lock.acquire()) {
      accounts.repair();
    }
    KillPoint.at("semaphore.locked");
  }

  /// Takes a permit, if that succeeds up to the deadline.
  ///
  /// @return the number of a dead process whose permits have come back, which is told once; 0 for
  ///   none, or [#NOT]
  /// @throws InterruptedException with the explanation why it waited
  public int acquire(Deadline deadline) throws InterruptedException {
    int taken = attempt(false);
    if (taken == NOT && spin.until(() -> accounts.value() > 0)) {
      taken = attempt(false);
    }
    return taken == NOT ? sleep(deadline) : taken;
  }

  /// Takes a permit if there is one, or a dead process had one.
  ///
  /// @return as [#acquire]
  public int tryAcquire() {
    return attempt(true);
  }

  private int attempt(boolean asking) {
    lock();
    try {
      if (accounts.value() <= 0) {
        accounts.settleDead(asking);
      }
      if (accounts.value() <= 0) {
        return NOT;
      }
      accounts.take(1);
      return accounts.takeDied();
    } finally {
      lock.release();
    }
  }

  private int sleep(Deadline deadline) throws InterruptedException {
    int entry = waiters.enter(0);
    KillPoint.at("semaphore.sleeping");
    try {
      for (int slices = 0; ; slices++) {
        int entered = sleepers.enter();
        boolean over = deadline.isOver();
        // Pairs with release(), which wakes after it has changed the value.
        int taken = attempt(over || slices % SLICES == 0);
        if (taken != NOT || over) {
          return taken;
        }
        sleepers.sleep(entered, deadline);
      }
    } catch (InterruptedException e) {
      InterruptedException explained = new InterruptedException(describe());
      explained.initCause(e);
      throw explained;
    } finally {
      waiters.leave(entry);
    }
  }

  /// Gives a permit, whether or not this process took one.
  ///
  /// @throws IllegalStateException if there are more than there can be
  public void release() {
    lock();
    try {
      int value = accounts.value();
      int most = bounded ? accounts.initial() : Integer.MAX_VALUE;
      if (value >= most) {
        throw new IllegalStateException(
            ("released too many times: the semaphore has %d permits already%s; release() once after"
                    + " each acquire()")
                .formatted(value, bounded ? ", as many as at first" : ""));
      }
      accounts.take(-1);
    } finally {
      lock.release();
    }
    KillPoint.at("semaphore.released");
    sleepers.wake(1);
  }

  /// How many permits there are; what a dead process took is among them as far as it comes back.
  public int value() {
    lock();
    try {
      if (accounts.value() < accounts.initial()) {
        accounts.settleDead(true);
      }
      return accounts.value();
    } finally {
      lock.release();
    }
  }

  /// How many permits there were at first.
  public int initial() {
    return accounts.initial();
  }

  /// How many permits there are, who has taken some, and who waits.
  public String describe() {
    List<String> taken = accounts.shown();
    return "%d of %d permits%s%s"
        .formatted(
            value(),
            accounts.initial(),
            taken.isEmpty() ? "" : "; taken: " + String.join(", ", taken),
            waiters.shown());
  }

  /// As messages name a process that died with permits.
  public String named(int number) {
    return processes.named(number);
  }
}
