package dev.braid;

import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.getpid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Locks that belong to a thread.
class RLockTest {
  @Test
  void isReleasedAsOftenAsItWasAcquired() {
    RLock lock = new RLock();
    assertThat(lock.acquire()).isTrue();
    assertThat(lock.tryAcquire()).isTrue();
    try (var _ = lock.hold()) {
      assertThat(lock.toString())
          .startsWith(
              "RLock[held by MainProcess (pid %d), thread '".formatted(Multiprocessing.getpid()))
          .endsWith(", acquired 3 times]");
    }
    lock.release();
    assertThat(lock.isLocked()).isTrue();
    lock.release();
    assertThat(lock.isLocked()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(lock::release)
        .withMessageContaining("only the thread that acquired an RLock can release it")
        .withMessageContaining("free");
  }

  @ParameterizedTest
  @EnumSource
  void allSeeWhoHoldsItAndHowOften(Kind kind) {
    RLock lock = new RLock();
    Queue<String> holder = new Queue<>();
    Event seen = new Event();
    Other other =
        kind.start(() -> {
          try (var _ = lock.hold();
              var _ = lock.hold()) {
            holder.put("RLock[held by %s (pid %d), ".formatted(currentProcess().name(), getpid()));
            assertThat(seen.await()).isTrue();
          }
        });
    String expected = holder.get();
    assertThat(lock.toString()).startsWith(expected).endsWith(", acquired 2 times]");
    assertThat(lock.isLocked()).isTrue();
    seen.set();
    other.join();
    assertThat(lock).hasToString("RLock[free]");
  }

  @ParameterizedTest
  @EnumSource
  void anotherOneCanNeitherAcquireNorReleaseIt(Kind kind) {
    RLock lock = new RLock();
    assertThat(lock.acquire()).isTrue();
    kind.start(
            () -> {
              assertThat(lock.isLocked()).isTrue();
              assertThat(lock.tryAcquire()).isFalse();
              assertThatIllegalStateException()
                  .isThrownBy(lock::release)
                  .withMessageContaining("held by MainProcess");
            })
        .join();
    lock.release();
    kind.start(
            () -> {
              assertThat(lock.acquire()).isTrue();
              assertThat(lock.acquire()).isTrue();
              lock.release();
              lock.release();
            })
        .join();
    assertThat(lock.isLocked()).isFalse();
  }
}
