package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.braid.memory.OutputRecord.Kind;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Interrupting children, and those who wait for them.
class InterruptTest {
  private static void announceAndSleep() {
    println("ready", "now");
    sleep(1000);
  }

  @Test
  void uncaughtItEndsTheChildWithOne() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = new Process(InterruptTest::announceAndSleep);
      process.start();
      var _ = console.await("ready");
      process.interrupt();
      process.join();
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.exception()).get().isInstanceOf(InterruptedWaitException.class);
      assertThat(console.text(Kind.STDERR)).contains("interrupted while sleeping");
    }
  }

  @Test
  void caughtItIsForTheTargetToAnswer() throws InterruptedException {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            try {
              println("ready", "now");
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              println("caught", Thread.currentThread().isInterrupted());
            }
          });
      process.start();
      var _ = console.await("ready");
      process.interrupt();
      process.join();
      assertThat(process.exitCode()).isZero();
      assertThat(console.await("caught")).isEqualTo("false");
    }
  }

  @Test
  void targetThatNeverBlocksSeesTheFlag() throws InterruptedException {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            println("ready", "now");
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
          });
      process.start();
      var _ = console.await("ready");
      process.interrupt();
      process.join();
      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void beforeTheTargetRunsItIsNotLost() {
    Process process = new Process(() -> sleep(1000));
    process.start();
    process.interrupt();
    process.join();
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.exception()).get().isInstanceOf(InterruptedWaitException.class);
  }

  @Test
  void joinObeysInterruptionAndSparesTheChild() {
    Process process = new Process(() -> sleep(1000));
    process.start();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(process::join)
        .withMessage("interrupted while joining " + process.name());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.isAlive()).isTrue();
    process.kill();
    process.join();
  }
}
