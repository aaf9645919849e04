package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Counted permits.
class SemaphoreTest {
  private static void takeAllAndGiveAll(Permits permits) {
    assertThat(permits.value()).isEqualTo(2);
    assertThat(permits.acquire()).isTrue();
    assertThat(permits.value()).isEqualTo(1);
    assertThat(permits.acquire()).isTrue();
    assertThat(permits.value()).isZero();
    assertThat(permits.tryAcquire()).isFalse();
    permits.release();
    assertThat(permits.value()).isEqualTo(1);
    permits.release();
    assertThat(permits.value()).isEqualTo(2);
  }

  @Test
  void countsWhatIsTakenAndGiven() {
    Semaphore semaphore = new Semaphore(2);
    takeAllAndGiveAll(semaphore);
    semaphore.release();
    assertThat(semaphore.value()).isEqualTo(3);
    semaphore.release();
    assertThat(semaphore.value()).isEqualTo(4);
    assertThat(new Semaphore().value()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Semaphore(-1));
  }

  @Test
  void aBoundedOneNeverHasMoreThanAtFirst() {
    BoundedSemaphore semaphore = new BoundedSemaphore(2);
    takeAllAndGiveAll(semaphore);
    assertThatIllegalStateException()
        .isThrownBy(semaphore::release)
        .withMessageContaining("released too many times: the semaphore has 2 permits already");
    try (var _ = semaphore.hold()) {
      assertThat(semaphore.value()).isEqualTo(1);
    }
    assertThat(semaphore.value()).isEqualTo(2);
  }

  @Test
  void aWaitIsOverAfterItsLimit() {
    Semaphore semaphore = new Semaphore(0);
    assertThat(semaphore.acquire(Duration.ZERO)).isFalse();
    assertThat(semaphore.acquire(seconds(-1))).isFalse();
    long begin = System.nanoTime();
    assertThat(semaphore.acquire(millis(50))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(millis(50));
    assertThat(semaphore.value()).isZero();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(semaphore::acquire)
        .withMessageContaining("waiting for Semaphore[0 of 0 permits; waiting: MainProcess (pid");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void everyPermitIsTakenOnce(Kind kind) {
    Semaphore semaphore = new Semaphore(0);
    Semaphore done = new Semaphore(0);
    List<Other> all =
        kind.start(
            3,
            () -> {
              for (int i = 0; i < 500; i++) {
                boolean _ = semaphore.acquire();
                done.release();
              }
            });
    for (int i = 0; i < 1500; i++) {
      semaphore.release();
    }
    Other.joinAll(all);
    assertThat(semaphore.value()).isZero();
    assertThat(done.value()).isEqualTo(1500);
  }

  private static Process taker(Permits permits, int count, Console console)
      throws InterruptedException {
    Process taker =
        new Process(
                () -> {
                  for (int i = 0; i < count; i++) {
                    boolean _ = permits.acquire();
                  }
                  println("took all");
                  sleep(1000);
                })
            .name("taker");
    taker.start();
    assertThat(console.await("took")).isEqualTo("all");
    return taker;
  }

  private static void kill(Process process) {
    process.kill();
    process.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatADeadProcessTookComesBackAndIsToldOnce(boolean bounded) throws Exception {
    try (Console console = new Console()) {
      Permits permits = bounded ? new BoundedSemaphore(3) : new Semaphore(3);
      Process taker = taker(permits, 3, console);
      assertThat(permits.toString())
          .isEqualTo(
              "%s[0 of 3 permits; taken: 3 by taker (pid %d)]"
                  .formatted(permits.getClass().getSimpleName(), taker.pid()));
      Thread killer =
          Thread.ofPlatform()
              .start(() -> {
                LockTest.awaitWaiter(permits);
                kill(taker);
              });
      assertThatExceptionOfType(OwnerDiedException.class)
          .isThrownBy(permits::acquire)
          .withMessageContaining("taker (pid %d), which ".formatted(taker.pid()));
      killer.join();
      assertThat(permits.value()).isEqualTo(2);
      assertThat(permits.acquire()).isTrue();
      permits.release();
      permits.release();
      assertThat(permits.value()).isEqualTo(3);
    }
  }

  @Test
  void aSignalGetsNoPermitFromADeath() throws Exception {
    try (Console console = new Console()) {
      Semaphore signal = new Semaphore(0);
      for (int i = 0; i < 5; i++) {
        signal.release();
      }
      kill(taker(signal, 3, console));
      assertThat(signal.value()).isEqualTo(2);
      assertThat(signal.acquire()).isTrue();
      assertThat(signal.acquire()).isTrue();
      assertThat(signal.tryAcquire()).isFalse();
      assertThat(signal.acquire(millis(100))).isFalse();
    }
  }

  @Test
  void holdGivesItsPermitBackBeforeItTellsOfADeath() throws Exception {
    try (Console console = new Console()) {
      Semaphore semaphore = new Semaphore(1);
      kill(taker(semaphore, 1, console));
      assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(semaphore::hold);
      assertThat(semaphore.value()).isEqualTo(1);
      semaphore.hold().close();
    }
  }
}
