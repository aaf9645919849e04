package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Children whose JVM can't start.
class StartFailureTest {
  @Test
  void javaThatIsMissingIsNamed(@TempDir Path home) {
    Process process = new Process(() -> {});
    new StandInJava(home)
        .during(() ->
            assertThatThrownBy(process::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining(process.name() + ": can't start " + home.resolve("bin/java"))
                .hasMessageContaining("o such file"));
    assertThat(process.isAlive()).isFalse();
    assertThat(activeChildren()).isEmpty();
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void javaThatMayNotBeExecutedIsNamed(@TempDir Path home) {
    Process process = new Process(() -> {});
    StandInJava.of(home, "", "rw-r--r--")
        .during(() ->
            assertThatThrownBy(process::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("can't start " + home.resolve("bin/java"))
                .hasMessageContaining("ermission denied"));
  }

  @Test
  void jvmThatGivesUpIsQuoted(@TempDir Path home) {
    Process process = new Process(() -> {});
    StandInJava.withOptions(home, "-Xmx1k").during(process::start);
    process.join();
    assertThat(process.exitCode()).isEqualTo(1);
    assertThat(process.exception())
        .get()
        .isInstanceOf(StartFailedException.class)
        .asString()
        .contains(
            process.name() + ": the JVM (pid " + process.pid() + ") ended with exit code 1",
            "before its target ran: ",
            "heap");
  }
}
