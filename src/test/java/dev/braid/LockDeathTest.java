package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.LockTest.awaitWaiter;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.braid.memory.KillPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed with a lock, or while they want one.
class LockDeathTest extends DeathTest {
  private static void use(Mutex lock) {
    boolean _ = lock.acquire();
    lock.release();
  }

  /// Acquires and releases; what he was told. One who waits while others begin has a long time, and
  /// is asked for his answer when he mustn't wait any more.
  private static String told(Mutex lock) {
    return told(lock, seconds(30));
  }

  private static String told(Mutex lock, Duration limit) {
    try {
      assertThat(lock.acquire(limit)).isTrue();
      return "nothing";
    } catch (OwnerDiedException e) {
      return e.toString();
    } finally {
      lock.release();
    }
  }

  private static void requireInherited(Mutex lock) {
    requireTold(bystander.ask(lock::acquire, PATIENCE));
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryAcquire()).isFalse();
    tell(lock::release);
    requireFree(lock);
  }

  private static void requireFree(Mutex lock) {
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.toString()).doesNotContain("waiting");
    assertThat(told(lock, PATIENCE)).isEqualTo("nothing");
    assertThat(bystander.ask(() -> told(lock), PATIENCE)).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock.acquired", "lock.held", "lock.releasing", "futex.freeing"})
  void aHolder(String instant) {
    holdAndDie(instant, new Lock());
    holdAndDie(instant, new RLock());
  }

  private static void holdAndDie(String instant, Mutex lock) {
    Victim.killed(instant, () -> use(lock));
    requireInherited(lock);
  }

  @Test
  void oneWhoAcquiresWhatIsFree() {
    acquireAndDie(new Lock());
    acquireAndDie(new RLock());
  }

  private static void acquireAndDie(Mutex lock) {
    Victim.killed("futex.trying", () -> use(lock));
    requireFree(lock);
  }

  /// Who wants it meanwhile gets it before the victim, or after.
  @ParameterizedTest
  @CsvSource({
    "lock.acquired, true",
    "lock.held, true",
    "lock.releasing, true",
    "futex.freeing, true",
    "lock.released, false",
    "futex.entering, false"
  })
  void oneOfTwoWhoWait(String instant, boolean diesWithIt) {
    waitAndDie(instant, diesWithIt, new Lock());
    waitAndDie(instant, diesWithIt, new RLock());
  }

  private static void waitAndDie(String instant, boolean diesWithIt, Mutex lock) {
    assertThat(lock.acquire()).isTrue();
    bystander.begin(() -> told(lock));
    awaitWaiter(lock);
    Process victim = Victim.start(instant, () -> use(lock));
    while (!lock.toString().contains("(pid %d)".formatted(victim.pid()))) {
      Thread.onSpinWait();
    }
    lock.release();
    Victim.awaitDeath(instant, victim);
    boolean untold = bystander.answer().equals("nothing");
    if (diesWithIt && untold) {
      requireInherited(lock);
    } else {
      assertThat(untold).isEqualTo(!diesWithIt);
      requireFree(lock);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lock.releasing, 1, true",
    "lock.releasing, 3, true",
    "lock.released, 1, false",
    "lock.released, 3, false"
  })
  void aHolderWhomAnotherWaitsFor(String instant, int depth, boolean told) {
    if (depth == 1) {
      releaseAndDie(instant, new Lock(), depth, told);
    }
    releaseAndDie(instant, new RLock(), depth, told);
  }

  private static void releaseAndDie(String instant, Mutex lock, int depth, boolean told) {
    Event held = new Event();
    Event go = new Event();
    Process victim =
        Victim.start(
            instant,
            () -> {
              for (int i = 0; i < depth; i++) {
                boolean _ = lock.acquire();
              }
              held.set();
              boolean _ = go.await();
              for (int i = 0; i < depth; i++) {
                lock.release();
              }
            });
    assertThat(held.await(seconds(30))).isTrue();
    bystander.begin(() -> told(lock));
    awaitWaiter(lock);
    go.set();
    Victim.awaitDeath(instant, victim);
    if (told) {
      requireTold(bystander.answer());
    } else {
      assertThat(bystander.answer()).isEqualTo("nothing");
    }
    requireFree(lock);
  }

  @Test
  void aHolderWhoAcquiredItSeveralTimes() {
    RLock lock = new RLock();
    Process victim =
        new Process(() -> {
          boolean _ = lock.acquire();
          boolean _ = lock.acquire();
          boolean _ = lock.acquire();
          lock.release();
          KillPoint.kill();
        });
    victim.start();
    Victim.awaitDeath("its end", victim);
    // The heir has it once.
    requireInherited(lock);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock.sleeping", "waiter.claimed"})
  void aWaiter(String instant) {
    wantAndDie(instant, new Lock());
    wantAndDie(instant, new RLock());
  }

  /// Nobody has marked the lock as wanted yet.
  @Test
  void theFirstWaiter() {
    Lock lock = new Lock();
    assertThat(lock.acquire()).isTrue();
    Victim.killed("futex.marking", () -> use(lock));
    lock.release();
    requireFree(lock);
  }

  private static void wantAndDie(String instant, Mutex lock) {
    assertThat(lock.acquire()).isTrue();
    bystander.begin(() -> told(lock));
    awaitWaiter(lock);
    Victim.killed(instant, () -> use(lock));
    lock.release();
    assertThat(bystander.answer()).isEqualTo("nothing");
    requireFree(lock);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "futex.inheriting",
        "lock.inherited",
        "lock.acquired",
        "lock.held",
        "lock.releasing"
      })
  void anHeir(String instant) {
    inheritAndDie(instant, new Lock());
    inheritAndDie(instant, new RLock());
  }

  private static void inheritAndDie(String instant, Mutex lock) {
    Victim.killed("lock.held", () -> use(lock));
    Victim.killed(
        instant,
        () -> {
          try {
            boolean _ = lock.acquire();
          } finally {
            lock.release();
          }
        });
    requireInherited(lock);
  }

  /// Then it isn't released: its holder is as before, and lives.
  @Test
  void oneWhoWasAboutToReleaseIt() {
    Lock lock = new Lock();
    assertThat(lock.acquire()).isTrue();
    bystander.begin(() -> told(lock));
    awaitWaiter(lock);
    Victim.killed("lock.releasing", lock::release);
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryAcquire()).isFalse();
    lock.release();
    assertThat(bystander.answer()).isEqualTo("nothing");
    requireFree(lock);
  }

  @Test
  void oneWhoReleasedWhatAnotherHolds() {
    Lock lock = new Lock();
    assertThat(lock.acquire()).isTrue();
    bystander.begin(() -> told(lock));
    awaitWaiter(lock);
    Victim.killed("lock.released", lock::release);
    assertThat(bystander.answer()).isEqualTo("nothing");
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(lock::release);
    requireFree(lock);
  }
}
