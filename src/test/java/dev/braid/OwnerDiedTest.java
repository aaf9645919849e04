package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Locks whose holders are killed.
class OwnerDiedTest {
  private final Console console = new Console();

  @AfterEach
  void stopListening() {
    console.close();
  }

  private Process holder(Mutex lock) throws InterruptedException {
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
    return holder;
  }

  private static void kill(Process process) {
    process.kill();
    process.join();
  }

  @Test
  void theNextOneGetsItAndIsToldOnce() throws Exception {
    Lock lock = new Lock();
    Process holder = holder(lock);
    kill(holder);
    assertThatExceptionOfType(OwnerDiedException.class)
        .isThrownBy(lock::acquire)
        .withMessageContaining(
            "holder (pid %d), which ended with exit code -9".formatted(holder.pid()))
        .withMessageContaining("this thread has the lock now");
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryAcquire()).isFalse();
    lock.release();
    assertThat(lock.acquire()).isTrue();
    lock.release();
  }

  @Test
  void oneWhoWaitsAlreadyGetsIt() throws Exception {
    RLock lock = new RLock();
    Process holder = holder(lock);
    Thread killer =
        Thread.ofPlatform()
            .start(() -> {
              LockTest.awaitWaiter(lock);
              kill(holder);
            });
    assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(lock::acquire);
    assertThat(lock.acquire()).isTrue();
    lock.release();
    lock.release();
    assertThat(lock.isLocked()).isFalse();
    killer.join();
  }

  @Test
  void tryAcquireGetsIt() throws Exception {
    Lock lock = new Lock();
    kill(holder(lock));
    assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(lock::tryAcquire);
    lock.release();
    assertThat(lock.tryAcquire()).isTrue();
    lock.release();
  }

  @Test
  void holdReleasesItAgain() throws Exception {
    Lock lock = new Lock();
    kill(holder(lock));
    assertThatExceptionOfType(OwnerDiedException.class)
        .isThrownBy(lock::hold)
        .withMessageContaining("hold() has released it again");
    assertThat(lock.isLocked()).isFalse();
    try (var _ = lock.hold()) {
      assertThat(lock.isLocked()).isTrue();
    }
  }

  @Test
  void aPythonicOneStaysLockedAndSaysWhy() throws Exception {
    Lock lock = new Lock().pythonic();
    Process holder = holder(lock);
    kill(holder);
    assertThat(lock.acquire(millis(200))).isFalse();
    assertThat(lock.tryAcquire()).isFalse();
    assertThat(lock.toString())
        .contains("held by holder (pid %d), which ended with exit code -9".formatted(holder.pid()));
    lock.release();
    assertThat(lock.acquire()).isTrue();
    lock.release();
  }

  @Test
  void oneWhoIsOnlyStoppedKeepsIt() throws Exception {
    Lock lock = new Lock();
    Process holder = holder(lock);
    holder.signal(19);
    assertThat(lock.acquire(millis(500))).isFalse();
    assertThat(lock.toString()).contains("held by holder");
    holder.signal(18);
    kill(holder);
    assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(lock::acquire);
    lock.release();
  }
}
