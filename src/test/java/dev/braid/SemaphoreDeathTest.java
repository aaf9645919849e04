package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.LockTest.awaitWaiter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.EarlierTaker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed with permits, or while they want some.
class SemaphoreDeathTest extends DeathTest {
  private static void use(Permits permits) {
    try {
      boolean _ = permits.acquire();
    } catch (OwnerDiedException e) {
      // It is ours, as it would be otherwise.
    }
    permits.release();
  }

  /// What the bystander sees, who must not be held up.
  private static void requireValue(int value, Permits permits) {
    assertThat(bystander.ask(permits::value, PATIENCE)).isEqualTo(value);
  }

  /// Takes all permits, told or not, and gives them back.
  private static void requireUsable(int value, Permits permits) {
    requireValue(value, permits);
    assertThat(permits.toString()).doesNotContain("taken").doesNotContain("waiting");
    for (int i = 0; i < value; i++) {
      try {
        assertThat(permits.acquire(PATIENCE)).isTrue();
      } catch (OwnerDiedException e) {
        // What was never taken is no news; what was is told to one.
        assertThat(i).isZero();
        requireTold(e);
      }
    }
    assertThat(permits.tryAcquire()).isFalse();
    bystander.begin(permits::acquire);
    awaitWaiter(permits);
    permits.release();
    requireUntold(bystander.answer());
    tell(permits::release);
    for (int i = 1; i < value; i++) {
      permits.release();
    }
    requireValue(value, permits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "semaphore.locked:1",
        "semaphore.taken",
        "semaphore.locked:2",
        "semaphore.given",
        "semaphore.released"
      })
  void oneWhoUsesIt(String instant) {
    useAndDie(instant, new Semaphore(2));
    useAndDie(instant, new BoundedSemaphore(2));
  }

  private static void useAndDie(String instant, Permits permits) {
    Victim.killed(instant, () -> use(permits));
    requireUsable(2, permits);
  }

  @ParameterizedTest
  @CsvSource({
    "semaphore.locked, false",
    "semaphore.given, true",
    "semaphore.released, true",
    "sleepers.waking, true"
  })
  void oneWhoGivesWhileAnotherWaits(String instant, boolean given) {
    Semaphore permits = new Semaphore(0);
    bystander.begin(permits::acquire);
    awaitWaiter(permits);
    Victim.killed(instant, permits::release);
    if (!given) {
      permits.release();
    }
    requireUntold(bystander.answer());
    requireValue(0, permits);
    tell(permits::release);
    requireUsable(1, permits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"semaphore.taken", "semaphore.locked:4", "semaphore.sleeping"})
  void oneOfTwoWhoWait(String instant) {
    Semaphore permits = new Semaphore(2);
    assertThat(permits.acquire()).isTrue();
    assertThat(permits.acquire()).isTrue();
    bystander.begin(() -> {
      try {
        return permits.acquire();
      } catch (OwnerDiedException e) {
        return true;
      }
    });
    awaitWaiter(permits);
    Process victim = Victim.start(instant, () -> use(permits));
    if (instant.equals("semaphore.taken")) {
      Waiters.await(permits, 2);
    } else {
      Victim.awaitDeath(instant, victim);
    }
    permits.release();
    permits.release();
    assertThat(bystander.answer()).isEqualTo(true);
    Victim.awaitDeath(instant, victim);
    tell(permits::release);
    requireUsable(2, permits);
  }

  /// The permits of a dead process are many, and come back once.
  @ParameterizedTest
  @ValueSource(strings = {"semaphore.settling", "semaphore.settled"})
  void oneWhoSettlesAnAccount(String instant) {
    Semaphore permits = new Semaphore(3);
    Victim.killed(
        "semaphore.taken:3",
        () -> {
          while (permits.acquire()) {}
        });
    Victim.killed(instant, permits::acquire);
    requireTold(bystander.ask(permits::acquire, PATIENCE));
    requireValue(2, permits);
    tell(permits::release);
    requireUsable(3, permits);
  }

  /// Uses it as the next process does whose slot is that of one who died with permits.
  private static void settle(Semaphore permits, int taken) {
    EarlierTaker.took(permits.shared(), taken);
    use(permits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"semaphore.settling", "semaphore.settled", "semaphore.taken", "semaphore.given"})
  void oneWhoSettlesTheAccountOfHisOwnSlot(String instant) {
    Semaphore permits = new Semaphore(3);
    Victim.killed(instant, () -> settle(permits, 2));
    requireUsable(3, permits);
    BoundedSemaphore bounded = new BoundedSemaphore(3);
    Victim.killed(
        instant,
        () -> {
          EarlierTaker.took(bounded.shared(), 1);
          use(bounded);
        });
    requireUsable(3, bounded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"semaphore.sleeping", "waiter.claimed"})
  void aWaiter(String instant) {
    Semaphore permits = new Semaphore(0);
    bystander.begin(permits::acquire);
    awaitWaiter(permits);
    Victim.killed(instant, permits::acquire);
    permits.release();
    requireUntold(bystander.answer());
    requireValue(0, permits);
    tell(permits::release);
    requireUsable(1, permits);
  }
}
