package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A lock in shared memory that names its owner: one word, the owner's number, 0 when free.
///
/// The sign bit says that somebody may be waiting. A waiter spins for about the time of one
/// wake-up, then sleeps in slices; after each it looks whether the owner is dead, and takes the
/// lock from a dead one. It never takes it from a live one, however long that is stopped. Whoever
/// takes a dead owner's lock finds the data as of the last commit, and is told so that it can
/// repair what is not.
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

  private final Owners owners;
  private final MemorySegment memory;
  private final long offset;
  private final boolean steals;
  private final Spin spin = new Spin();

  FutexLock(MemorySegment memory, long offset, Owners owners) {
    this(memory, offset, owners, true);
  }

  /// @param steals false for a lock that stays with a dead owner
  FutexLock(MemorySegment memory, long offset, Owners owners, boolean steals) {
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
      return acquire(Deadline.NONE, false) == Acquired.INHERITED;
    } catch (InterruptedException e) {
      throw new AssertionError("asked not to obey interruption", e);
    }
  }

  /// Acquires, if that succeeds up to the deadline.
  Acquired acquire(Deadline deadline) throws InterruptedException {
    return acquire(deadline, true);
  }

  /// Acquires if the lock is free now.
  boolean tryAcquire() {
    // Acquire: pairs with release(), so the last owner's writes are seen.
    return WORD.compareAndSet(memory, offset, 0, owners.self());
  }

  private Acquired acquire(Deadline deadline, boolean interruptible) throws InterruptedException {
    if (tryAcquire() || spin.until(this::tryAcquireQuietly)) {
      return Acquired.FREE;
    }
    while (true) {
      int word = (int) WORD.getVolatile(memory, offset);
      if (word == 0) {
        // Marked as contended: others may sleep beside us.
        if (WORD.compareAndSet(memory, offset, 0, owners.self() | CONTENDED)) {
          return Acquired.FREE;
        }
        continue;
      }
      int contended = word | CONTENDED;
      if (word != contended && !WORD.compareAndSet(memory, offset, word, contended)) {
        continue;
      }
      if (deadline.isOver()) {
        return takeFromDead(contended) ? Acquired.INHERITED : Acquired.NOT;
      }
      if (interruptible) {
        Waits.slice(memory, offset, contended, deadline);
      } else {
        Waits.sliceUninterruptibly(memory, offset, contended, deadline);
      }
      if (takeFromDead(contended)) {
        return Acquired.INHERITED;
      }
    }
  }

  /// Looks before it tries, so that those who spin leave the word to its owner's cache.
  private boolean tryAcquireQuietly() {
    return (int) WORD.getOpaque(memory, offset) == 0 && tryAcquire();
  }

  private boolean takeFromDead(int word) {
    return steals
        && (int) WORD.getVolatile(memory, offset) == word
        && owners.isDead(word & ~CONTENDED)
        && WORD.compareAndSet(memory, offset, word, owners.self() | CONTENDED);
  }

  void release() {
    // Release: our writes happen before the next owner's acquire.
    int word = (int) WORD.getAndSet(memory, offset, 0);
    if ((word & CONTENDED) != 0) {
      Waits.wake(memory, offset, 1);
    }
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
