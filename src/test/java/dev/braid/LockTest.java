package dev.braid;

import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Locks between processes, and between threads.
class LockTest {
  /// Until somebody waits for it.
  static void awaitWaiter(Object shared) {
    while (!shared.toString().contains("waiting:")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void acquireSucceedsOnceUntilTheRelease() {
    Lock lock = new Lock();
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.acquire()).isTrue();
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryAcquire()).isFalse();
    assertThat(lock.acquire(Duration.ZERO)).isFalse();
    assertThat(lock.acquire(seconds(-1))).isFalse();
    assertThat(lock.acquire(millis(30))).isFalse();
    lock.release();
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.tryAcquire()).isTrue();
    lock.release();
    assertThatIllegalStateException()
        .isThrownBy(lock::release)
        .withMessageContaining("released too many times");
    assertThat(lock.acquire(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    lock.release();
  }

  @ParameterizedTest
  @EnumSource
  void anotherOneSeesThatItIsLockedAndReleasesIt(Kind kind) {
    Lock lock = new Lock();
    Event locked = new Event();
    Other other =
        kind.start(() -> {
          boolean _ = lock.acquire();
          locked.set();
          awaitWaiter(lock);
          lock.release();
        });
    assertThat(locked.await()).isTrue();
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryAcquire()).isFalse();
    assertThat(lock.acquire()).isTrue();
    kind.start(lock::release).join();
    assertThat(lock.isLocked()).isFalse();
    other.join();
  }

  @ParameterizedTest
  @EnumSource
  void onlyOneIsInAtATime(Kind kind, @TempDir Path directory) throws Exception {
    Lock lock = new Lock();
    String file = directory.resolve("count").toString();
    Files.writeString(Path.of(file), "0");
    Other.joinAll(
        kind.start(
            3,
            () -> {
              for (int i = 0; i < 200; i++) {
                try (var _ = lock.hold()) {
                  Path path = Path.of(file);
                  Files.writeString(
                      path, Integer.toString(Integer.parseInt(Files.readString(path)) + 1));
                }
              }
            }));
    assertThat(Files.readString(Path.of(file))).isEqualTo("600");
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // it is what is tested
  void isALockOfTheJdk() throws Exception {
    java.util.concurrent.locks.Lock lock = new Lock();
    lock.lock();
    assertThat(lock.tryLock()).isFalse();
    assertThat(lock.tryLock(20, TimeUnit.MILLISECONDS)).isFalse();
    lock.unlock();
    lock.lockInterruptibly();
    lock.unlock();
    assertThat(lock.tryLock(0, TimeUnit.MILLISECONDS)).isTrue();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS));
    lock.unlock();
  }

  @Test
  void anInterruptedWaiterIsToldWhoHasItAndWhoElseWaits() throws Exception {
    try (Console console = new Console()) {
      Lock lock = new Lock();
      Process holder =
          new Process(
                  () -> {
                    boolean _ = lock.acquire();
                    println("held now");
                    sleep(1000);
                  })
              .name("holder");
      holder.start();
      assertThat(console.await("held")).isEqualTo("now");
      Process waiter = new Process(() -> lock.acquire()).name("other waiter");
      waiter.start();
      awaitWaiter(lock);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread thread =
          Thread.ofPlatform()
              .name("my waiter")
              .uncaughtExceptionHandler((_, t) -> thrown.set(t))
              .start(lock::acquire);
      // A waiter is known a little before he has seen who has it.
      while (!lock.toString().contains("my waiter")
          || !lock.toString().contains("at least since")) {
        Thread.onSpinWait();
      }
      assertThat(lock.toString())
          .startsWith(
              "Lock[held by holder (pid %d), thread 'main', at least since "
                  .formatted(holder.pid()))
          .contains("other waiter (pid %d), thread 'main', since ".formatted(waiter.pid()))
          .contains(
              "MainProcess (pid %d), thread 'my waiter', since "
                  .formatted(Multiprocessing.getpid()));
      thread.interrupt();
      thread.join();
      assertThat(thrown.get())
          .isInstanceOf(InterruptedWaitException.class)
          .hasMessageContaining("interrupted while waiting for Lock[held by holder (pid")
          .hasMessageContaining("other waiter (pid");
      waiter.kill();
      waiter.join();
      assertThat(lock.toString()).doesNotContain("other waiter");
      holder.kill();
      holder.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void allSeeWhoHoldsIt(Kind kind) {
    Lock lock = new Lock();
    Queue<String> holder = new Queue<>();
    Event seen = new Event();
    Other other =
        kind.start(() -> {
          try (var _ = lock.hold()) {
            String self = "Lock[held by %s (pid %d), ".formatted(currentProcess().name(), getpid());
            assertThat(lock.toString()).startsWith(self);
            holder.put(self);
            assertThat(seen.await()).isTrue();
          }
        });
    String expected = holder.get();
    assertThat(lock.toString()).startsWith(expected);
    seen.set();
    other.join();
    assertThat(lock).hasToString("Lock[free]");
  }

  @Test
  void whoWaitsForItselfIsToldSo() {
    Lock lock = new Lock();
    boolean _ = lock.acquire();
    Thread self = Thread.currentThread();
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              awaitWaiter(lock);
              self.interrupt();
            });
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(lock::acquire)
        .withMessageContaining("the waiting thread holds it itself");
    assertThat(Thread.interrupted()).isTrue();
    join(interrupter);
    lock.release();
    assertThat(lock).hasToString("Lock[free]");
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void aNewOneIsFreeWhereverItArrives() {
    try (Console console = new Console()) {
      Lock lock = new Lock();
      Process process = new Process(() -> println(lock));
      process.start();
      process.join();
      assertThat(console.lines()).containsExactly("Lock[free]");
    }
  }
}
