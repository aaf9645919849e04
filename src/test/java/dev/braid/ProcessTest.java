package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessTest {
  @Test
  void runsItsTargetInAnotherProcess() {
    long here = getpid();
    Process process =
        new Process(() -> {
          if (getpid() == here) {
            throw new IllegalStateException("the same process");
          }
        });
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitCode()).isNull();
    assertThat(activeChildren()).doesNotContain(process);
    process.start();
    assertThat(process.isAlive()).isTrue();
    assertThat(activeChildren()).contains(process);
    process.join();
    assertThat(process.exception()).isEmpty();
    assertThat(process.exitCode()).isZero();
    assertThat(process.isAlive()).isFalse();
    assertThat(activeChildren()).doesNotContain(process);
  }

  @Test
  void terminateGivesExitCodeMinus15() {
    Process process = new Process(() -> sleep(1000));
    process.start();
    assertThat(process.join(Duration.ZERO)).isFalse();
    assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
    process.terminate();
    process.join();
    assertThat(process.exitCode()).isEqualTo(-15);
  }

  @Test
  void exceptionOfTheChildArrivesWithItsStackTrace() {
    Process process =
        new Process(
            text -> {
              throw new IllegalArgumentException(text);
            },
            "no such thing");
    process.start();
    process.join();
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.exception()).get().isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCantBeCopiedIsNamedWithThePathToIt() {
    Thread thread = new Thread();
    Process process = new Process(t -> {}, java.util.List.of(1, thread));
    assertThatThrownBy(process::start)
        .isInstanceOf(CopyException.class)
        .hasMessageContaining("argument 1[1] (java.lang.Thread)");
  }
}
