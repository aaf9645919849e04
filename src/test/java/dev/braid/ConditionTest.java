package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Waiting for signals.
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // it is what is tested
class ConditionTest {
  /// Waits once, and counts itself as woken.
  private static Task waiter(Condition condition, Semaphore woken) {
    return () -> {
      try (var _ = condition.hold()) {
        condition.await();
      }
      woken.release();
    };
  }

  private static void awaitWoken(Semaphore woken, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(woken.acquire()).isTrue();
    }
    assertThat(woken.value()).isZero();
  }

  private static void signal(Condition condition, int count) {
    try (var _ = condition.hold()) {
      condition.signal(count);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignalWakesExactlyOne(Kind kind) {
    Condition condition = new Condition();
    Semaphore woken = new Semaphore(0);
    List<Other> all = new ArrayList<>(kind.start(1, waiter(condition, woken)));
    all.addAll(Kind.THREAD.start(1, waiter(condition, woken)));
    Waiters.await(condition, 2);
    assertThat(woken.value()).isZero();
    signal(condition, 1);
    awaitWoken(woken, 1);
    Waiters.await(condition, 1);
    signal(condition, 1);
    awaitWoken(woken, 1);
    signal(condition, 1);
    Other.joinAll(all);
    assertThat(woken.value()).isZero();
    assertThat(Waiters.count(condition)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void allThatWaitAreWoken(Kind kind) {
    Condition condition = new Condition();
    Semaphore woken = new Semaphore(0);
    Task task =
        () -> {
          try (var _ = condition.hold()) {
            assertThat(condition.await(millis(50))).isFalse();
          }
          woken.release();
        };
    List<Other> first = new ArrayList<>(kind.start(3, task));
    first.addAll(Kind.THREAD.start(3, task));
    awaitWoken(woken, 6);
    Other.joinAll(first);
    assertThat(Waiters.count(condition)).isZero();
    List<Other> all = new ArrayList<>(kind.start(3, waiter(condition, woken)));
    all.addAll(Kind.THREAD.start(3, waiter(condition, woken)));
    Waiters.await(condition, 6);
    assertThat(woken.value()).isZero();
    try (var _ = condition.hold()) {
      condition.signalAll();
    }
    awaitWoken(woken, 6);
    Other.joinAll(all);
    assertThat(Waiters.count(condition)).isZero();
    signal(condition, 1);
    assertThat(woken.value()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void asManyAreWokenAsWanted(Kind kind) {
    Condition condition = new Condition();
    Semaphore woken = new Semaphore(0);
    List<Other> all = new ArrayList<>(kind.start(3, waiter(condition, woken)));
    all.addAll(Kind.THREAD.start(3, waiter(condition, woken)));
    Waiters.await(condition, 6);
    signal(condition, 2);
    awaitWoken(woken, 2);
    Waiters.await(condition, 4);
    signal(condition, 4);
    awaitWoken(woken, 4);
    signal(condition, 3);
    Other.joinAll(all);
    assertThat(woken.value()).isZero();
  }

  @Test
  void thoseThatWaitLongestAreWokenFirst() {
    Condition condition = new Condition(new Lock());
    List<Integer> order = new ArrayList<>();
    List<Other> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      all.add(
          Kind.THREAD.start(() -> {
            try (var _ = condition.hold()) {
              condition.await();
              order.add(number);
            }
          }));
      Waiters.await(condition, i + 1);
    }
    for (int i = 0; i < 5; i++) {
      signal(condition, 1);
      all.get(i).join();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @ParameterizedTest
  @EnumSource
  void aWaitWithALimitTellsThatASignalCame(Kind kind) {
    Condition condition = new Condition();
    Other other =
        kind.start(() -> {
          try (var _ = condition.hold()) {
            assertThat(condition.await(seconds(100))).isTrue();
          }
        });
    Waiters.await(condition, 1);
    signal(condition, 1);
    other.join();
    assertThat(Waiters.count(condition)).isZero();
  }

  @Test
  void aWaitWithoutASignalIsOverAfterItsLimit() throws Exception {
    Condition condition = new Condition();
    try (var _ = condition.hold()) {
      assertThat(condition.await(Duration.ZERO)).isFalse();
      long begin = System.nanoTime();
      assertThat(condition.await(millis(30))).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(millis(30));
      assertThat(condition.await(seconds(-1))).isFalse();
      assertThat(condition.awaitNanos(1_000_000)).isLessThanOrEqualTo(0);
      assertThat(condition.await(1, java.util.concurrent.TimeUnit.MILLISECONDS)).isFalse();
      assertThat(condition.awaitUntil(new java.util.Date())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isWaitedForUntilAPredicateIsTrue(Kind kind) {
    Condition condition = new Condition();
    Semaphore state = new Semaphore(0);
    Event isThere = new Event();
    Other other =
        kind.start(() -> {
          try (var _ = condition.hold()) {
            assertThat(condition.awaitFor(() -> state.value() == 0, Duration.ZERO)).isTrue();
            isThere.set();
            condition.awaitFor(() -> state.value() == 4);
            assertThat(condition.awaitFor(() -> state.value() == 4, seconds(100))).isTrue();
          }
        });
    assertThat(isThere.await()).isTrue();
    for (int i = 0; i < 4; i++) {
      try (var _ = condition.hold()) {
        state.release();
        condition.signal();
      }
    }
    other.join();
  }

  @ParameterizedTest
  @EnumSource
  void aPredicateThatStaysFalseEndsTheWaitAtItsLimit(Kind kind) {
    Condition condition = new Condition();
    Event waits = new Event();
    Other other =
        kind.start(() -> {
          try (var _ = condition.hold()) {
            waits.set();
            long begin = System.nanoTime();
            assertThat(condition.awaitFor(() -> false, millis(100))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(millis(100));
          }
        });
    assertThat(waits.await()).isTrue();
    signal(condition, 1);
    other.join();
  }

  @Test
  void nothingIsDoneWithoutTheLock() {
    Condition condition = new Condition();
    assertThatIllegalStateException()
        .isThrownBy(condition::await)
        .withMessageContaining("must acquire() the condition to await or signal");
    assertThatIllegalStateException().isThrownBy(condition::signal);
    assertThatIllegalStateException().isThrownBy(condition::signalAll);
    assertThatIllegalStateException().isThrownBy(() -> condition.awaitFor(() -> true));
    assertThatIllegalArgumentException().isThrownBy(() -> condition.signal(-1));
    assertThatIllegalStateException().isThrownBy(condition::release);
  }

  @Test
  void aLockAcquiredSeveralTimesIsFreeMeanwhileAndHeldAsOftenAfterwards() {
    RLock lock = new RLock();
    Condition condition = lock.newCondition();
    assertThat(lock.acquire()).isTrue();
    assertThat(lock.acquire()).isTrue();
    assertThat(condition.acquire()).isTrue();
    Other other =
        Kind.PROCESS.start(() -> {
          try (var _ = condition.hold()) {
            condition.signal();
          }
        });
    condition.await();
    assertThat(condition.await(millis(1))).isFalse();
    lock.release();
    condition.release();
    assertThat(lock.isLocked()).isTrue();
    lock.release();
    assertThat(lock.isLocked()).isFalse();
    other.join();
  }

  @Test
  void anInterruptedWaiterHasTheLock() {
    Condition condition = new Condition(new Lock());
    Thread self = Thread.currentThread();
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              Waiters.await(condition, 1);
              self.interrupt();
            });
    try (var _ = condition.hold()) {
      assertThatExceptionOfType(InterruptedWaitException.class)
          .isThrownBy(condition::await)
          .withMessageContaining("waiting for a signal of Condition[");
      assertThat(Thread.interrupted()).isTrue();
    }
    LockTest.join(interrupter);
    assertThat(Waiters.count(condition)).isZero();
  }

  @Test
  void aWaiterInAChildTellsASignalFromAnInterruptAndHasTheLockAfterBoth() {
    Condition condition = new Condition();
    Event timedOut = new Event();
    Event signalled = new Event();
    Process child =
        new Process(() -> {
          try (var _ = condition.hold()) {
            assertThat(condition.await(Duration.ZERO)).isFalse();
            timedOut.set();
            assertThat(condition.await(seconds(60))).isTrue();
            signalled.set();
            assertThatExceptionOfType(InterruptedWaitException.class)
                .isThrownBy(() -> condition.await(seconds(60)));
            assertThat(Thread.interrupted()).isTrue();
            condition.signal();
          }
        });
    child.start();
    assertThat(timedOut.await()).isTrue();
    Waiters.await(condition, 1);
    signal(condition, 1);
    assertThat(signalled.await()).isTrue();
    Waiters.await(condition, 1);
    child.interrupt();
    child.join();
    assertThat(child.exitCode()).isZero();
    assertThat(Waiters.count(condition)).isZero();
    assertThat(condition.tryAcquire()).isTrue();
    condition.release();
  }

  @Test
  void aSignalIsNotSpentOnTheDead() {
    Condition condition = new Condition();
    Semaphore woken = new Semaphore(0);
    Process victim = new Process(waiter(condition, woken));
    victim.start();
    Waiters.await(condition, 1);
    Other living = Kind.PROCESS.start(waiter(condition, woken));
    Waiters.await(condition, 2);
    victim.kill();
    victim.join();
    signal(condition, 1);
    living.join();
    awaitWoken(woken, 1);
    assertThat(Waiters.count(condition)).isZero();
  }

  @Test
  void moreThanTheTableHoldsAreRefused() {
    Condition condition = new Condition();
    List<Other> all = Kind.VIRTUAL_THREAD.start(800, waiter(condition, new Semaphore(0)));
    Waiters.await(condition, 800);
    try (var _ = condition.hold()) {
      assertThatIllegalStateException()
          .isThrownBy(condition::await)
          .withMessageContaining("800 threads wait for this condition");
      condition.signalAll();
    }
    Other.joinAll(all);
  }
}
