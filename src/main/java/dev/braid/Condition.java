package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedCondition;
import java.io.Serializable;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Where threads of any process wait, without their lock, for a signal from one who holds it;
/// Python's `multiprocessing.Condition`.
///
/// A signal wakes those that have waited longest, and is never spent on one who died or whose time
/// was over. It is a condition of `java.util.concurrent.locks`, too. Every wait ends when the
/// thread is interrupted, with the lock acquired again. If another process died with the lock
/// meanwhile, the waiter gets it with an [OwnerDiedException], as from [Lock#acquire].
///
/// The death of a process that was to signal ends no wait, for whoever has the condition may
/// signal: give the wait a limit where that can happen.
// The loop around a wait is up to the user; a Date is what the JDK's interface wants.
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"})
public sealed class Condition implements java.util.concurrent.locks.Condition, Serializable
    permits Remotes.OfCondition {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient Mutex lock;

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient SharedCondition shared;

  /// A condition of a new [RLock].
  public Condition() {
    this(new RLock());
  }

  /// A condition of that lock; a lock can have many.
  public Condition(Mutex lock) {
    this(lock, InArena.made(arena -> SharedCondition.create(arena, lock.shared())));
  }

  Condition(Mutex lock, SharedCondition shared) {
    this.lock = lock;
    this.shared = shared;
  }

  Mutex mutex() {
    return lock;
  }

  /// As [Mutex#acquire()] of its lock.
  public boolean acquire() {
    return lock.acquire();
  }

  /// As [Mutex#acquire(Duration)] of its lock.
  public boolean acquire(Duration limit) {
    return lock.acquire(limit);
  }

  /// As [Mutex#tryAcquire] of its lock.
  public boolean tryAcquire() {
    return lock.tryAcquire();
  }

  /// As [Mutex#release] of its lock.
  public void release() {
    lock.release();
  }

  /// As [Mutex#hold] of its lock.
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

  /// Waits for a signal; meanwhile the lock is free, however often this thread acquired it.
  ///
  /// @throws IllegalStateException if this thread doesn't have the lock, or 800 others wait
  /// @throws OwnerDiedException if a process died with the lock meanwhile; the caller has it now
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  @Override
  public void await() {
    boolean _ = sleep(Deadline.NONE);
  }

  /// Waits for a signal, but no longer than `limit`; as [#await()].
  ///
  /// @return false if none came
  public boolean await(Duration limit) {
    return sleep(Deadline.in(limit));
  }

  private boolean sleep(Deadline deadline) {
    requireLock();
    int entry = shared.enter();
    int depth = lock.shared().releaseAll();
    boolean signalled = false;
    InterruptedWaitException interrupted = null;
    try {
      signalled = shared.await(entry, deadline);
    } catch (InterruptedException e) {
      interrupted = new InterruptedWaitException("waiting for a signal of " + this, e);
    }
    acquireAgain(depth);
    if (interrupted != null) {
      throw interrupted;
    }
    return signalled;
  }

  /// An interruption that came before doesn't end this, a new one does.
  private void acquireAgain(int depth) {
    boolean before = Thread.interrupted();
    try {
      int from = lock.shared().acquire(Deadline.NONE);
      lock.shared().deepen(depth);
      boolean _ = lock.told(from);
    } catch (InterruptedException e) {
      throw lock.interrupted(e);
    } finally {
      if (before) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Waits until `predicate` is true, looking at it now and after each signal.
  ///
  /// @throws IllegalStateException if this thread doesn't have the lock
  @Here
  public void awaitFor(BooleanSupplier predicate) {
    signal(0); // wakes nobody, and needs the lock as a wait does
    while (!predicate.getAsBoolean()) {
      await();
    }
  }

  /// Waits until `predicate` is true, but no longer than `limit`; looks at it now and after each
  /// signal.
  ///
  /// @return what it was at last
  /// @throws IllegalStateException if this thread doesn't have the lock
  @Here
  public boolean awaitFor(BooleanSupplier predicate, Duration limit) {
    signal(0);
    Deadline deadline = Deadline.in(limit);
    boolean is = predicate.getAsBoolean();
    while (!is && !deadline.isOver()) {
      boolean _ = await(deadline.remaining(limit));
      is = predicate.getAsBoolean();
    }
    return is;
  }

  /// Wakes the one that has waited longest, if any does.
  ///
  /// @throws IllegalStateException if this thread doesn't have the lock
  @Override
  public void signal() {
    signal(1);
  }

  /// Wakes the `count` that have waited longest, or all if fewer wait.
  ///
  /// @throws IllegalStateException if this thread doesn't have the lock
  public void signal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "can't signal %d waiters; give 0 or more".formatted(count));
    }
    requireLock();
    shared.signal(count);
  }

  /// Wakes all that wait.
  ///
  /// @throws IllegalStateException if this thread doesn't have the lock
  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  private void requireLock() {
    if (!lock.shared().isMine()) {
      throw new IllegalStateException(
          "must acquire() the condition to await or signal, and this thread hasn't: %s; do it within"
                  .formatted(lock)
              + " try (var _ = condition.hold()) { ... }");
    }
  }

  /// As [#await()], but an interruption is left for later.
  @Here
  @Override
  public void awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        await();
        break;
      } catch (InterruptedWaitException e) {
        interrupted = Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Here
  @Override
  public long awaitNanos(long nanos) {
    long begin = System.nanoTime();
    boolean _ = await(Duration.ofNanos(nanos));
    return nanos - (System.nanoTime() - begin);
  }

  @Here
  @Override
  public boolean await(long time, TimeUnit unit) {
    return await(Duration.of(time, unit.toChronoUnit()));
  }

  @Here
  @Override
  public boolean awaitUntil(Date deadline) {
    return await(Duration.ofMillis(deadline.getTime() - System.currentTimeMillis()));
  }

  @Override
  public String toString() {
    return "Condition[%s%s]".formatted(lock, shared.describe());
  }

  private Object writeReplace() {
    return new Handle(shared.block().block(), shared.block().life(), lock);
  }

  /// What crosses to another process.
  private record Handle(long block, long life, Mutex lock) implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new Condition(lock, new SharedCondition(arena, arena.attach(this)));
    }
  }
}
