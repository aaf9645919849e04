package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/// A lock in shared memory that names its owner: one word, the owner's number, 0 when free.
///
/// The sign bit says that somebody may be waiting. A waiter spins for about the time of one
/// wake-up, then sleeps in slices; after each it looks whether the owner is dead, and takes the
/// lock from a dead one. It never takes it from a live one, however long that is stopped. Whoever
/// takes a dead owner's lock finds the data as of the last commit, and is told so that it can
/// repair what is not.
///
/// Kill points, each before the compare-and-set or swap that it is named for: `futex.trying` (if it
/// is free), `futex.marking` (somebody waits), `futex.entering` (free, after a sleep),
/// `futex.inheriting` (from one who is dead), `futex.freeing`.
///
/// It excludes threads as well as processes, and isn't reentrant. After Drepper, *Futexes Are
/// Tricky*, mutex 2, with the owner in the word.
final class FutexLock {
  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final int CONTENDED = 0x8000_0000;

  /// How an attempt to acquire ended.
  enum Acquired {
    /// From one who released it.
    FREE,
    /// From one who died with it.
    INHERITED,
    /// Not at all: the deadline came first.
    NOT
  }

  /// What [#acquireAsleep] returns when the deadline came first.
  static final int NOT = -1;

  private final Owners owners;
  private final MemorySegment memory;
  private final long offset;
  private final BooleanSupplier steals;
  private final Spin spin = new Spin();

  FutexLock(MemorySegment memory, long offset, Owners owners) {
    this(memory, offset, owners, () -> true);
  }

  /// @param steals false as long as the lock is to stay with a dead owner
  FutexLock(MemorySegment memory, long offset, Owners owners, BooleanSupplier steals) {
    this.memory = memory;
    this.offset = offset;
    this.owners = owners;
    this.steals = steals;
  }

  /// Acquires, whether or not the thread is interrupted.
  ///
  /// @return true if the lock was inherited from a dead owner
  boolean acquire() {
    try {
      return !tryAcquire() && !spin() && acquireAsleep(Deadline.NONE, false, () -> {}) > 0;
    } catch (InterruptedException e) {
      throw new AssertionError("asked not to obey interruption", e);
    }
  }

  /// Acquires, if that succeeds up to the deadline.
  Acquired acquire(Deadline deadline) throws InterruptedException {
    if (tryAcquire() || spin()) {
      return Acquired.FREE;
    }
    int from = acquireAsleep(deadline, true, () -> {});
    return from == NOT ? Acquired.NOT : from == 0 ? Acquired.FREE : Acquired.INHERITED;
  }

  /// Acquires if the lock is free now.
  boolean tryAcquire() {
    KillPoint.at("futex.trying");
    // Acquire: pairs with unlock(), so the last owner's writes are seen.
    return WORD.compareAndSet(memory, offset, 0, owners.self());
  }

  /// Acquires if the lock is free now, or its owner is dead.
  ///
  /// @return as [#acquireAsleep]
  int tryAcquireOrInherit() {
    int word = (int) WORD.getVolatile(memory, offset);
    if (word == 0) {
      return tryAcquire() ? 0 : NOT;
    }
    return takeFromDead(word) ? word & ~CONTENDED : NOT;
  }

  /// Acquires if the lock gets free within about the time of a wake-up.
  boolean spin() {
    return spin.until(this::tryAcquireQuietly);
  }

  /// Looks before it tries, so that those who spin leave the word to its owner's cache.
  private boolean tryAcquireQuietly() {
    return (int) WORD.getOpaque(memory, offset) == 0 && tryAcquire();
  }

  /// Acquires, without spinning first.
  ///
  /// @param afterSlice runs after each slice of sleep
  /// @return the dead owner from whom it was inherited; 0 if it was free, or [#NOT]
  int acquireAsleep(Deadline deadline, boolean interruptible, Runnable afterSlice)
      throws InterruptedException {
    while (true) {
      int word = (int) WORD.getVolatile(memory, offset);
      if (word == 0) {
        KillPoint.at("futex.entering");
        // Marked as contended: others may sleep beside us.
        if (WORD.compareAndSet(memory, offset, 0, owners.self() | CONTENDED)) {
          return 0;
        }
        continue;
      }
      int contended = word | CONTENDED;
      if (word != contended && !mark(word)) {
        continue;
      }
      boolean over = deadline.isOver();
      if (!over) {
        sleep(contended, deadline, interruptible);
        afterSlice.run();
      }
      if (takeFromDead(contended)) {
        return contended & ~CONTENDED;
      }
      if (over) {
        return NOT;
      }
    }
  }

  private boolean mark(int word) {
    KillPoint.at("futex.marking");
    return WORD.compareAndSet(memory, offset, word, word | CONTENDED);
  }

  private void sleep(int contended, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    if (!interruptible) {
      Waits.sliceUninterruptibly(memory, offset, contended, deadline);
      return;
    }
    try {
      Waits.slice(memory, offset, contended, deadline);
    } catch (InterruptedException e) {
      // We may have been woken to take the lock, and don't: another one is to.
      wake();
      throw e;
    }
  }

  private boolean takeFromDead(int word) {
    int owner = word & ~CONTENDED;
    if (owner == owners.self()
        || !steals.getAsBoolean()
        || (int) WORD.getVolatile(memory, offset) != word
        || !owners.isDead(owner)) {
      return false;
    }
    KillPoint.at("futex.inheriting");
    return WORD.compareAndSet(memory, offset, word, owners.self() | CONTENDED);
  }

  void release() {
    if (unlock()) {
      wake();
    }
  }

  /// Frees the lock, but wakes nobody.
  ///
  /// @return true if somebody may be waiting, who is to be woken
  boolean unlock() {
    KillPoint.at("futex.freeing");
    // Release: our writes happen before the next owner's acquire.
    return ((int) WORD.getAndSet(memory, offset, 0) & CONTENDED) != 0;
  }

  /// Wakes one who waits.
  void wake() {
    var _ = Waits.wake(memory, offset, 1);
  }

  /// Who has it now; 0 if nobody.
  int owner() {
    return (int) WORD.getVolatile(memory, offset) & ~CONTENDED;
  }

  /// Frees the lock if that owner, known to be dead, still holds it.
  void ownerDied(int owner) {
    int word = (int) WORD.getVolatile(memory, offset);
    if ((word & ~CONTENDED) == owner && WORD.compareAndSet(memory, offset, word, 0)) {
      Waits.wake(memory, offset, Integer.MAX_VALUE);
    }
  }
}
