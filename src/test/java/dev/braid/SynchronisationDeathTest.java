package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.braid.Barrier.BrokenBarrierException;
import dev.braid.Other.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed at the dangerous instants of what they synchronise by.
@SuppressWarnings("WaitNotInLoop") // a test knows what it waits for
class SynchronisationDeathTest {
  /// Starts a process that will be killed at that instant.
  private static Process victim(String instant, Task task) {
    System.setProperty("braid.kill", instant);
    try {
      Process victim = new Process(task).name("victim");
      victim.start();
      return victim;
    } finally {
      System.clearProperty("braid.kill");
    }
  }

  private static void awaitDeath(Process victim) {
    victim.join();
    assertThat(victim.exitCode()).as("it reached the instant").isEqualTo(-9);
  }

  private static void die(String instant, Task task) {
    awaitDeath(victim(instant, task));
  }

  private static void requireDeathIsToldOnce(Mutex lock) {
    assertThatExceptionOfType(OwnerDiedException.class)
        .isThrownBy(lock::acquire)
        .withMessageContaining("victim (pid");
    lock.release();
    assertThat(lock.acquire()).isTrue();
    lock.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock.acquired", "lock.held", "lock.releasing"})
  void aLockWhoseHolderDiedIsInherited(String instant) {
    Lock lock = new Lock();
    die(
        instant,
        () -> {
          boolean _ = lock.acquire();
          lock.release();
        });
    requireDeathIsToldOnce(lock);
    RLock again = new RLock();
    die(
        instant,
        () -> {
          boolean _ = again.acquire();
          again.release();
        });
    requireDeathIsToldOnce(again);
  }

  @Test
  void aLockIsFreeOnceItIsReleased() {
    Lock lock = new Lock();
    die(
        "lock.released",
        () -> {
          boolean _ = lock.acquire();
          lock.release();
        });
    assertThat(lock.acquire()).isTrue();
  }

  @Test
  void aWaiterWhoDiesLeavesTheLockToOthers() {
    Lock lock = new Lock();
    assertThat(lock.acquire()).isTrue();
    die("lock.sleeping", () -> lock.acquire());
    lock.release();
    assertThat(lock.acquire()).isTrue();
    assertThat(lock.toString()).doesNotContain("waiting");
  }

  @Test
  void anHeirWhoDiesIsInheritedFromToo() {
    Lock lock = new Lock();
    die("lock.held", () -> lock.acquire());
    die("lock.inherited", () -> lock.acquire());
    requireDeathIsToldOnce(lock);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"semaphore.locked", "semaphore.taken", "semaphore.given", "semaphore.released"})
  void permitsAreAsManyAsAtFirst(String instant) {
    BoundedSemaphore permits = new BoundedSemaphore(2);
    die(
        instant,
        () -> {
          boolean _ = permits.acquire();
          permits.release();
        });
    assertThat(permits.value()).isEqualTo(2);
    // Told or not: what was never taken is no news.
    for (int i = 0; i < 2; i++) {
      try {
        assertThat(permits.acquire()).isTrue();
      } catch (OwnerDiedException e) {
        assertThat(e).hasMessageContaining("victim");
      }
    }
    assertThat(permits.tryAcquire()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"semaphore.settling", "semaphore.settled"})
  void anAccountIsSettledOnce(String instant) {
    Semaphore permits = new Semaphore(3);
    die(
        "semaphore.taken:3",
        () -> {
          while (permits.acquire()) {}
        });
    die(instant, () -> permits.acquire());
    assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(permits::acquire);
    assertThat(permits.value()).isEqualTo(2);
    permits.release();
    assertThat(permits.value()).isEqualTo(3);
  }

  @Test
  void aWaiterWhoDiesTakesNoPermit() {
    Semaphore permits = new Semaphore(0);
    die("semaphore.sleeping", () -> permits.acquire());
    permits.release();
    assertThat(permits.acquire()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"condition.signalling", "condition.signalled"})
  void aSignallerWhoDiesLosesNoWaiter(String instant) {
    Condition condition = new Condition();
    Other waiter =
        Kind.PROCESS.start(() -> {
          boolean _ = condition.acquire();
          try {
            condition.await();
          } catch (OwnerDiedException e) {
            assertThat(e).hasMessageContaining("victim");
          }
          condition.release();
        });
    while (!condition.toString().contains("waiting:")) {
      Thread.onSpinWait();
    }
    die(
        instant,
        () -> {
          boolean _ = condition.acquire();
          condition.signal();
        });
    try {
      boolean _ = condition.acquire();
    } catch (OwnerDiedException e) {
      assertThat(e).hasMessageContaining("victim");
    }
    condition.signal();
    condition.release();
    waiter.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"condition.entered", "condition.released", "condition.woken"})
  void aWaiterWhoDiesTakesNoSignalOfOthers(String instant) {
    Condition condition = new Condition();
    Process victim =
        victim(
            instant,
            () -> {
              boolean _ = condition.acquire();
              condition.await();
            });
    if (instant.equals("condition.woken")) {
      while (!condition.toString().contains("waiting:")) {
        Thread.onSpinWait();
      }
      try (var _ = condition.hold()) {
        condition.signal();
      }
    }
    awaitDeath(victim);
    try {
      boolean _ = condition.acquire();
    } catch (OwnerDiedException e) {
      assertThat(e).hasMessageContaining("victim");
    }
    Other waker =
        Kind.THREAD.start(() -> {
          try (var _ = condition.hold()) {
            condition.signal();
          }
        });
    condition.await();
    condition.release();
    waker.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"event.set", "event.cleared"})
  void anEventIsSetOnceItWasSet(String instant) {
    Event event = new Event();
    Process victim =
        victim(
            instant,
            () -> {
              sleep(0.2);
              event.set();
              event.clear();
            });
    assertThat(event.await()).isTrue();
    awaitDeath(victim);
    assertThat(event.isSet()).isEqualTo(instant.equals("event.set"));
  }

  @Test
  void aWaiterWhoDiesLeavesTheEventToOthers() {
    Event event = new Event();
    die("event.sleeping", () -> event.await());
    event.set();
    assertThat(event.await()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "barrier.arrived",
        "barrier.acting",
        "barrier.tripping",
        "barrier.tripped",
        "barrier.leaving"
      })
  void aPartyWhoDiesLeavesNobodyWaiting(String instant) {
    Barrier barrier = new Barrier(2);
    Other survivor =
        Kind.PROCESS.start(() -> {
          try {
            assertThat(barrier.await()).isLessThan(2);
          } catch (BrokenBarrierException e) {
            assertThat(e).hasMessageContaining("victim (pid");
          }
        });
    while (barrier.waiting() == 0) {
      Thread.onSpinWait();
    }
    Process victim = victim(instant, () -> barrier.await());
    survivor.join();
    awaitDeath(victim);
    boolean passed = instant.equals("barrier.tripped") || instant.equals("barrier.leaving");
    assertThat(barrier.isBroken()).isEqualTo(!passed);
    barrier.reset();
    requireUsable(barrier);
  }

  private static void requireUsable(Barrier barrier) {
    Other other = Kind.THREAD.start(() -> assertThat(barrier.await(seconds(50))).isLessThan(2));
    assertThat(barrier.await(seconds(50))).isLessThan(2);
    other.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"barrier.breaking", "barrier.broken", "barrier.resetting"})
  void whoDiesWhileBreakingItLeavesNobodyWaiting(String instant) {
    Barrier barrier = new Barrier(3);
    Other survivor =
        Kind.PROCESS.start(() ->
            assertThatExceptionOfType(BrokenBarrierException.class)
                .isThrownBy(() -> barrier.await(seconds(50))));
    while (barrier.waiting() == 0) {
      Thread.onSpinWait();
    }
    die(
        instant,
        () -> {
          if (instant.equals("barrier.resetting")) {
            barrier.reset();
          } else {
            barrier.abort();
          }
        });
    if (!instant.equals("barrier.broken")) {
      // What was not done yet never happened, and somebody else can do it.
      barrier.abort();
    }
    survivor.join();
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(barrier.waiting()).isZero();
  }
}
