package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.memory.SharedLock;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A lock that processes and threads share: what [Lock] and [RLock] have in common.
///
/// It can be sent to any process of the session, and is a `java.util.concurrent.locks.Lock`, too.
/// Every wait ends when the thread is interrupted. When a process dies while it holds the lock, the
/// next one to acquire it gets it as soon as the death is proven, and is told so, once, by an
/// [OwnerDiedException]; a process that is merely stopped keeps it. Who holds the lock, since when,
/// and who waits is in [#toString] and in the message of an interrupted wait.
public abstract sealed class Mutex implements java.util.concurrent.locks.Lock, Serializable
    permits Lock, RLock {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient SharedLock shared;

  Mutex(SharedLock shared) {
    this.shared = shared;
  }

  SharedLock shared() {
    return shared;
  }

  /// Acquires it; blocks while another one has it.
  ///
  /// @return true
  /// @throws OwnerDiedException if a process died while it held it; the caller has it now
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile; it doesn't have it
  public boolean acquire() {
    return acquire(Deadline.NONE);
  }

  /// Acquires it, if that succeeds within `limit`; zero or less doesn't wait.
  ///
  /// @return false if it doesn't have it; [#toString] tells why
  /// @throws OwnerDiedException if a process died while it held it; the caller has it now
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile; it doesn't have it
  public boolean acquire(Duration limit) {
    return limit.isPositive() ? acquire(Deadline.in(limit)) : tryAcquire();
  }

  private boolean acquire(Deadline deadline) {
    try {
      return told(shared.acquire(deadline));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  InterruptedWaitException interrupted(InterruptedException e) {
    return new InterruptedWaitException(
        "waiting for %s[%s]".formatted(getClass().getSimpleName(), e.getMessage()), e);
  }

  /// Acquires it if it is free now.
  ///
  /// @return false if another one has it
  /// @throws OwnerDiedException if a process died while it held it; the caller has it now
  public boolean tryAcquire() {
    return told(shared.tryAcquire());
  }

  /// Tells of a dead holder.
  ///
  /// @param from as [SharedLock#acquire] returns it
  /// @return false if it wasn't acquired
  boolean told(int from) {
    if (from > 0) {
      throw new OwnerDiedException(
          "%s, held the %s, so what it guards may be half written"
              .formatted(shared.named(from), getClass().getSimpleName()),
          "this thread has the lock now: check the data, then release() it");
    }
    return from != SharedLock.NOT;
  }

  /// Releases it.
  ///
  /// @throws IllegalStateException if nobody has it, or, of an [RLock], another thread
  public void release() {
    shared.release();
  }

  /// Acquires it until the result is closed.
  ///
  /// @throws OwnerDiedException if a process died while it held it; the caller does not have it,
  ///   for the block after `try` never runs
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  @Here
  public Hold hold() {
    try {
      boolean _ = acquire();
    } catch (OwnerDiedException e) {
      release();
      throw e.but("hold() has released it again: check the data, then try again");
    }
    return this::release;
  }

  /// True if anybody has it.
  public boolean isLocked() {
    return shared.isLocked();
  }

  /// As [#acquire()].
  ///
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile, so that a wait can
  ///   always be ended
  @Here
  @Override
  public void lock() {
    boolean _ = acquire();
  }

  @Here
  @Override
  public void lockInterruptibly() throws InterruptedException {
    try {
      boolean _ = acquire();
    } catch (InterruptedWaitException e) {
      throw e.checked();
    }
  }

  @Here
  @Override
  public boolean tryLock() {
    return tryAcquire();
  }

  @Here
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before waiting for " + this);
    }
    try {
      return acquire(Duration.of(time, unit.toChronoUnit()));
    } catch (InterruptedWaitException e) {
      throw e.checked();
    }
  }

  @Here
  @Override
  public void unlock() {
    release();
  }

  /// A condition of this lock, which can be sent to other processes, too.
  @Override
  public Condition newCondition() {
    return new Condition(this);
  }

  @Override
  public String toString() {
    return "%s[%s]".formatted(getClass().getSimpleName(), shared.describe());
  }
}
