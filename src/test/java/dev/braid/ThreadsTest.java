package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The threads of a child at its end.
class ThreadsTest {
  private static void thread(boolean daemon, double seconds) {
    Thread thread =
        new Thread(() -> {
          sleep(seconds);
          println("thread ends");
        });
    thread.setDaemon(daemon);
    thread.start();
  }

  @Test
  void childWaitsForItsThreads() {
    try (Console console = new Console()) {
      Process process = new Process(ThreadsTest::thread, false, 0.3);
      process.start();
      process.join();
      assertThat(process.exitCode()).isZero();
      assertThat(console.lines()).containsExactly("thread ends");
    }
  }

  @Test
  void childDoesNotWaitForItsDaemonThreads() {
    try (Console console = new Console()) {
      Process process = new Process(ThreadsTest::thread, true, 1000.0);
      process.start();
      process.join();
      assertThat(process.exitCode()).isZero();
      assertThat(console.lines()).isEmpty();
    }
  }

  @Test
  void childThatThrewWaitsForItsThreadsToo() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            thread(false, 0.3);
            throw new IllegalStateException("first");
          });
      process.start();
      process.join();
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(console.lines()).containsExactly("thread ends");
    }
  }
}
