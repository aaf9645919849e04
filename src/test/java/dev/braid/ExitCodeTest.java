package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `exitCode` says of every way to end.
class ExitCodeTest {
  private static int exitCodeOf(Process process) {
    process.start();
    process.join();
    Integer code = process.exitCode();
    return code == null ? Integer.MIN_VALUE : code;
  }

  @Test
  void isZeroWhenTheTargetReturns() {
    assertThat(exitCodeOf(new Process(() -> {}))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3, 3", "143, 143", "256, 0", "257, 1", "-1, 255"})
  void isTheLowestByteOfSystemExit(int argument, int code) {
    Process process = new Process(System::exit, argument);
    assertThat(exitCodeOf(process)).isEqualTo(code);
    assertThat(process.exception()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void isThatOfRuntimeHalt(int code) {
    assertThat(exitCodeOf(new Process(n -> Runtime.getRuntime().halt(n), code))).isEqualTo(code);
  }

  @Test
  @Tag("linux")
  void haltWithTheNumberOfASignalIsNoSignal() {
    assertThat(exitCodeOf(new Process(() -> Runtime.getRuntime().halt(143)))).isEqualTo(143);
  }

  @Test
  void isOneAfterAnUncaughtException() {
    Process process =
        new Process(() -> {
          throw new UnsupportedOperationException("no");
        });
    assertThat(exitCodeOf(process)).isEqualTo(1);
  }

  @Test
  void isOneAfterAnUncaughtError() {
    Process process = new Process(ExitCodeTest::recurse);
    assertThat(exitCodeOf(process)).isEqualTo(1);
    assertThat(process.exception()).get().isInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion") // what the test is about
  private static void recurse() {
    recurse();
  }

  @Test
  void exceptionOfAnotherThreadChangesNothing() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            Thread thread =
                new Thread(() -> {
                  throw new IllegalStateException("aside");
                });
            thread.start();
            thread.join();
          });
      assertThat(exitCodeOf(process)).isZero();
      assertThat(console.text(Kind.STDERR)).contains("IllegalStateException: aside");
    }
  }

  @Test
  void terminateAndKillAreSignals() {
    Process terminated = new Process(() -> sleep(1000));
    Process killed = new Process(() -> sleep(1000));
    terminated.start();
    killed.start();
    terminated.terminate();
    killed.kill();
    terminated.join();
    killed.join();
    assertThat(terminated.exitCode()).isEqualTo(-15);
    assertThat(killed.exitCode()).isEqualTo(-9);
    assertThat(killed.exception()).isEmpty();
  }

  /// HUP, INT, USR1, PIPE is ignored by the JVM, ALRM, TERM.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 14, 15})
  void isTheNegatedSignal(int number) throws InterruptedException {
    assertThat(signalled(number)).isEqualTo(-number);
  }

  /// The JVM catches it, writes a crash report to standard error, and aborts (SIGABRT, 6).
  @Test
  void segmentationFaultAbortsTheJvm() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = new Process(ExitCodeTest::announceAndSleep);
      process.start();
      var _ = console.await("ready");
      process.signal(11);
      process.join();
      assertThat(process.exitCode()).isEqualTo(-6);
      assertThat(console.text(Kind.STDERR) + console.text(Kind.STDOUT)).contains("SIGSEGV");
    }
  }

  @Test
  void stoppedProcessIsAliveUntilItIsKilled() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = new Process(ExitCodeTest::announceAndSleep);
      process.start();
      var _ = console.await("ready");
      process.signal(19);
      assertThat(process.isAlive()).isTrue();
      process.kill();
      process.join();
      assertThat(process.exitCode()).isEqualTo(-9);
    }
  }

  private static int signalled(int number) throws InterruptedException {
    try (Console console = new Console()) {
      Process process = new Process(ExitCodeTest::announceAndSleep);
      process.start();
      var _ = console.await("ready");
      process.signal(number);
      process.join();
      Integer code = process.exitCode();
      return code == null ? Integer.MIN_VALUE : code;
    }
  }

  private static void announceAndSleep() {
    println("ready", "now");
    sleep(1000);
  }
}
