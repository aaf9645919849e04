package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Barrier.BrokenBarrierException;
import dev.braid.Other.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Meeting of parties.
class BarrierTest {
  private static final int N = 5;

  private static Task broken(Barrier barrier, Semaphore count) {
    return () -> {
      assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
      count.release();
    };
  }

  private static void awaitWaiting(Barrier barrier, int count) {
    while (barrier.waiting() != count) {
      Thread.onSpinWait();
    }
  }

  /// All are in the same pass: nobody is ahead by more than one.
  @ParameterizedTest
  @EnumSource
  void manyPassesAreInLockstep(Kind kind) {
    int passes = kind == Kind.PROCESS ? 1000 : 300;
    Barrier barrier = new Barrier(N);
    Semaphore before = new Semaphore(0);
    Semaphore first = new Semaphore(0);
    Task task =
        () -> {
          for (int i = 0; i < passes; i++) {
            before.release();
            if (barrier.await() == 0) {
              first.release();
            }
            int arrived = before.value();
            assertThat(arrived).isBetween(N * (i + 1), N * (i + 2) - 1 + (i == passes - 1 ? 1 : 0));
          }
        };
    Other.joinAll(kind.start(N, task));
    assertThat(before.value()).isEqualTo(N * passes);
    assertThat(first.value()).isEqualTo(passes);
    assertThat(barrier.waiting()).isZero();
    assertThat(barrier.isBroken()).isFalse();
    assertThat(barrier.parties()).isEqualTo(N);
  }

  @ParameterizedTest
  @EnumSource
  void everyPartyGetsANumberOfItsOwn(Kind kind) {
    Barrier barrier = new Barrier(N);
    Queue<Integer> numbers = new Queue<>();
    Other.joinAll(kind.start(N, () -> numbers.put(barrier.await())));
    assertThat(Stream.generate(numbers::getNowait).limit(N).sorted())
        .containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aSinglePartyPassesAtOnce() {
    Barrier barrier = new Barrier(1);
    assertThat(barrier.await()).isZero();
    assertThat(barrier.await(Duration.ZERO)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(-1));
  }

  @ParameterizedTest
  @EnumSource
  void theActionRunsOnceBeforeAnyGoesOn(Kind kind) {
    Semaphore acted = new Semaphore(0);
    Barrier barrier = new Barrier(N, acted::release);
    Other.joinAll(
        kind.start(
            N,
            () -> {
              int _ = barrier.await();
              assertThat(acted.value()).isEqualTo(1);
            }));
    assertThat(acted.value()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anActionThatThrowsBreaksIt(Kind kind) {
    Barrier barrier =
        new Barrier(
            3,
            () -> {
              throw new java.io.IOException("no");
            });
    Semaphore broken = new Semaphore(0);
    List<Other> others = kind.start(2, broken(barrier, broken));
    awaitWaiting(barrier, 2);
    assertThatExceptionOfType(BraidException.class)
        .isThrownBy(barrier::await)
        .withMessageContaining("the action of the barrier failed")
        .withCauseInstanceOf(java.io.IOException.class);
    Other.joinAll(others);
    assertThat(broken.value()).isEqualTo(2);
    assertThat(barrier.isBroken()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void abortBreaksItForAllUntilItIsReset(Kind kind) {
    Barrier barrier = new Barrier(N);
    Semaphore broken = new Semaphore(0);
    List<Other> others = kind.start(N - 1, broken(barrier, broken));
    awaitWaiting(barrier, N - 1);
    barrier.abort();
    assertThatExceptionOfType(BrokenBarrierException.class)
        .isThrownBy(barrier::await)
        .withMessageContaining(
            "MainProcess (pid %d) aborted it".formatted(Multiprocessing.getpid()));
    Other.joinAll(others);
    assertThat(broken.value()).isEqualTo(N - 1);
    assertThat(barrier.isBroken()).isTrue();
    assertThat(barrier.waiting()).isZero();
    assertThat(barrier).hasToString("Barrier[broken]");
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    Other.joinAll(kind.start(N, () -> assertThat(barrier.await()).isLessThan(N)));
  }

  @ParameterizedTest
  @EnumSource
  void resetFreesThoseThatWaitAndItIsUsedAgain(Kind kind) {
    Barrier barrier = new Barrier(N);
    Semaphore broken = new Semaphore(0);
    List<Other> others = kind.start(N - 1, broken(barrier, broken));
    awaitWaiting(barrier, N - 1);
    assertThat(barrier.toString()).startsWith("Barrier[4 of 5 there; waiting: ");
    barrier.reset();
    Other.joinAll(others);
    assertThat(broken.value()).isEqualTo(N - 1);
    assertThat(barrier.isBroken()).isFalse();
    Other.joinAll(kind.start(N, () -> assertThat(barrier.await()).isLessThan(N)));
  }

  @ParameterizedTest
  @EnumSource
  void onePartysLimitBreaksItForAll(Kind kind) {
    Barrier barrier = new Barrier(3);
    Semaphore broken = new Semaphore(0);
    Other other = kind.start(broken(barrier, broken));
    awaitWaiting(barrier, 1);
    assertThatExceptionOfType(BrokenBarrierException.class)
        .isThrownBy(() -> barrier.await(millis(50)))
        .withMessageContaining("waited for the others as long as it was willing to");
    other.join();
    barrier.reset();
    barrier.timeout(millis(50));
    kind.start(broken(barrier, broken)).join();
    assertThat(broken.value()).isEqualTo(2);
  }

  @Test
  void aPartyThatDiesWhileItWaitsBreaksItForAll() {
    Barrier barrier = new Barrier(3);
    Semaphore broken = new Semaphore(0);
    Other other = Kind.PROCESS.start(broken(barrier, broken));
    Process victim = new Process(() -> barrier.await()).name("victim");
    victim.start();
    awaitWaiting(barrier, 2);
    victim.kill();
    other.join();
    victim.join();
    assertThatExceptionOfType(BrokenBarrierException.class)
        .isThrownBy(() -> barrier.await(seconds(100)))
        .withMessageContaining("victim (pid %d), which ended".formatted(victim.pid()));
  }

  @Test
  void anInterruptionBreaksItForAll() {
    Barrier barrier = new Barrier(3);
    Semaphore broken = new Semaphore(0);
    Other other = Kind.PROCESS.start(broken(barrier, broken));
    awaitWaiting(barrier, 1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class).isThrownBy(barrier::await);
    assertThat(Thread.interrupted()).isTrue();
    other.join();
    assertThat(broken.value()).isEqualTo(1);
  }
}
