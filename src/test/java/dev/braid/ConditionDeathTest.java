package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Processes that are killed while they wait for a signal, or give one.
@SuppressWarnings("WaitNotInLoop") // a test knows what it waits for
class ConditionDeathTest extends DeathTest {
  private static final String SIGNALLED = "signalled";

  /// Waits for one signal.
  ///
  /// @return [#SIGNALLED], or who died with the lock meanwhile
  private static String waitOnce(Condition condition) {
    try {
      boolean _ = condition.acquire();
    } catch (OwnerDiedException e) {
      // It is ours, as it would be otherwise.
    }
    try {
      condition.await();
      return SIGNALLED;
    } catch (OwnerDiedException e) {
      return e.toString();
    } finally {
      condition.release();
    }
  }

  private static void acquire(Condition condition, boolean told) {
    try {
      assertThat(condition.acquire(PATIENCE)).isTrue();
      assertThat(told).isFalse();
    } catch (OwnerDiedException e) {
      requireTold(e);
      assertThat(told).isTrue();
    }
  }

  private static void signal(Condition condition, boolean told) {
    acquire(condition, told);
    condition.signal();
    condition.release();
  }

  private static void requireUsable(Condition condition) {
    assertThat(condition.toString()).contains("[free]").doesNotContain("waiting");
    bystander.begin(() -> waitOnce(condition));
    Waiters.await(condition, 1);
    signal(condition, false);
    assertThat(bystander.answer()).isEqualTo(SIGNALLED);
  }

  @ParameterizedTest
  @CsvSource({
    "condition.signalling:1, 0",
    "condition.signalled:1, 1",
    "condition.signalling:2, 1",
    "condition.signalled:2, 2",
    "lock.releasing, 2",
    "lock.released, 2"
  })
  void aSignaller(String instant, int marked) {
    signalAndDie(instant, marked, new Condition());
    signalAndDie(instant, marked, new Condition(new Lock()));
  }

  /// @param marked how many have got the signal
  private static void signalAndDie(String instant, int marked, Condition condition) {
    bystander.begin(() -> waitOnce(condition));
    Waiters.await(condition, 1);
    Survivor second = Survivor.begin(() -> waitOnce(condition));
    Waiters.await(condition, 2);
    Victim.killed(
        instant,
        () -> {
          boolean _ = condition.acquire();
          condition.signalAll();
          condition.release();
        });
    boolean diedWithIt = !instant.equals("lock.released");
    if (marked == 0) {
      // Nobody looks for the lock, and that it has to be inherited is told to who does.
      signal(condition, true);
    }
    Object first = bystander.answer();
    if (marked < 2) {
      signal(condition, false);
    }
    Object last = second.answer();
    assertThat(first.equals(SIGNALLED) && last.equals(SIGNALLED))
        .as("nobody else was told")
        .isEqualTo(!diedWithIt || marked == 0);
    requireUsable(condition);
  }

  @ParameterizedTest
  @CsvSource({
    "waiter.claimed, false, true",
    "condition.entered, false, true",
    "lock.releasing, false, true",
    "lock.released, false, false",
    "condition.released, false, false",
    "condition.woken, true, false",
    "lock.sleeping, true, false",
    "lock.acquired:2, true, true",
    "lock.held:2, true, true",
    "lock.releasing:2, true, true"
  })
  void aWaiter(String instant, boolean signalled, boolean told) {
    waitAndDie(instant, signalled, told, 1, new Lock());
    waitAndDie(instant, signalled, told, 1, new RLock());
    waitAndDie(instant, signalled, told, 3, new RLock());
  }

  /// @param signalled true if it dies after its signal
  /// @param told true if it dies with the lock
  private static void waitAndDie(
      String instant, boolean signalled, boolean told, int depth, Mutex lock) {
    Condition condition = new Condition(lock);
    Process victim =
        Victim.start(
            instant,
            () -> {
              for (int i = 0; i < depth; i++) {
                boolean _ = condition.acquire();
              }
              condition.await();
              for (int i = 0; i < depth; i++) {
                condition.release();
              }
            });
    if (signalled) {
      Waiters.await(condition, 1);
      acquire(condition, false);
      condition.signal();
      if (instant.equals("lock.sleeping")) {
        Victim.awaitDeath(instant, victim);
      }
      condition.release();
    }
    Victim.awaitDeath(instant, victim);
    acquire(condition, told);
    condition.release();
    // The dead one takes no signal.
    requireUsable(condition);
  }

  /// The waiter that is signalled has to take the lock from the dead one, who waited before it.
  @ParameterizedTest
  @CsvSource({"condition.woken", "lock.acquired:2", "lock.held:2", "lock.releasing:2"})
  void aWaiterBeforeAnother(String instant) {
    Condition condition = new Condition();
    Process victim = Victim.start(instant, () -> waitOnce(condition));
    Waiters.await(condition, 1);
    bystander.begin(() -> waitOnce(condition));
    Waiters.await(condition, 2);
    acquire(condition, false);
    condition.signalAll();
    condition.release();
    Victim.awaitDeath(instant, victim);
    // Before the victim, or after it; then it was told.
    Object answer = bystander.answer();
    if (instant.equals("condition.woken") || !answer.equals(SIGNALLED)) {
      assertThat(condition.tryAcquire()).isTrue();
    } else {
      acquire(condition, true);
    }
    condition.release();
    requireUsable(condition);
  }
}
