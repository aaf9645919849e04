package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.memory.SharedSemaphore;
import java.io.Serializable;
import java.time.Duration;

/// Permits that processes and threads share: what [Semaphore] and [BoundedSemaphore] have in
/// common.
///
/// It can be sent to any process of the session. Every wait ends when the thread is interrupted.
/// Permits that a process took and didn't give back before it died come back as soon as somebody
/// needs them and the death is proven, but never so many that there are more than at first; the one
/// who acquires one then is told so, once, by an [OwnerDiedException]. Who has permits and who
/// waits is in [#toString] and in the message of an interrupted wait.
///
/// The death of a process that was to give a permit which it never took ends no wait, for whoever
/// has the semaphore may give one: give the wait a limit where that can happen.
public abstract sealed class Permits implements Serializable permits Semaphore, BoundedSemaphore {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient SharedSemaphore shared;

  Permits(int permits, boolean bounded) {
    if (permits < 0) {
      throw new IllegalArgumentException(
          "a semaphore can't begin with %d permits; give 0 or more".formatted(permits));
    }
    this.shared = InArena.made(arena -> SharedSemaphore.create(arena, permits, bounded));
  }

  Permits(SharedSemaphore shared) {
    this.shared = shared;
  }

  SharedSemaphore shared() {
    return shared;
  }

  /// Takes a permit; blocks while there is none.
  ///
  /// @return true
  /// @throws OwnerDiedException if a process died with permits, which have come back; the caller
  ///   has one now
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public boolean acquire() {
    return acquire(Deadline.NONE);
  }

  /// Takes a permit, if that succeeds within `limit`; zero or less doesn't wait.
  ///
  /// @return false if there was none; [#toString] tells why
  /// @throws OwnerDiedException if a process died with permits, which have come back; the caller
  ///   has one now
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public boolean acquire(Duration limit) {
    return limit.isPositive() ? acquire(Deadline.in(limit)) : tryAcquire();
  }

  /// Takes a permit if there is one.
  ///
  /// @return false if there is none
  /// @throws OwnerDiedException if a process died with permits, which have come back; the caller
  ///   has one now
  public boolean tryAcquire() {
    return told(shared.tryAcquire());
  }

  private boolean acquire(Deadline deadline) {
    try {
      return told(shared.acquire(deadline));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException(
          "waiting for %s[%s]".formatted(getClass().getSimpleName(), e.getMessage()), e);
    }
  }

  private boolean told(int died) {
    if (died > 0) {
      throw new OwnerDiedException(
          "%s, had permits of the %s, so what they guard may be half written"
              .formatted(shared.named(died), getClass().getSimpleName()),
          "this thread has a permit now: check the data, then release() it");
    }
    return died != SharedSemaphore.NOT;
  }

  /// Gives a permit; it need not have been taken by the caller.
  ///
  /// @throws IllegalStateException of a [BoundedSemaphore], if there are as many as at first
  public void release() {
    shared.release();
  }

  /// Takes a permit until the result is closed.
  ///
  /// @throws OwnerDiedException if a process died with permits, which have come back; the caller
  ///   has none, for the block after `try` never runs
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  @Here
  public Hold hold() {
    try {
      boolean _ = acquire();
    } catch (OwnerDiedException e) {
      release();
      throw e.but("hold() has released its permit again: check the data, then try again");
    }
    return this::release;
  }

  /// How many permits there are now.
  public int value() {
    return shared.value();
  }

  @Override
  public String toString() {
    return "%s[%s]".formatted(getClass().getSimpleName(), shared.describe());
  }
}
