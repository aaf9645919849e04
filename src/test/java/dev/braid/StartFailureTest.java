package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Children whose JVM can't start.
class StartFailureTest {
  private static final String JAVA_HOME = System.getProperty("java.home");

  /// Runs `task` with `java` replaced by a script.
  private static void withJava(Path home, String script, String permissions, Runnable task)
      throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString(permissions));
    System.setProperty("java.home", home.toString());
    try {
      task.run();
    } finally {
      System.setProperty("java.home", JAVA_HOME);
    }
  }

  @Test
  void javaThatIsMissingIsNamed(@TempDir Path home) {
    Process process = new Process(() -> {});
    System.setProperty("java.home", home.toString());
    try {
      assertThatThrownBy(process::start)
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining(process.name() + ": can't start " + home.resolve("bin/java"))
          .hasMessageContaining("o such file");
    } finally {
      System.setProperty("java.home", JAVA_HOME);
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(activeChildren()).isEmpty();
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void javaThatMayNotBeExecutedIsNamed(@TempDir Path home) throws IOException {
    Process process = new Process(() -> {});
    withJava(
        home,
        "",
        "rw-r--r--",
        () ->
            assertThatThrownBy(process::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("can't start " + home.resolve("bin/java"))
                .hasMessageContaining("ermission denied"));
  }

  @Test
  void jvmThatGivesUpIsQuoted(@TempDir Path home) throws IOException {
    Process process = new Process(() -> {});
    String script = "#!/bin/sh\nexec '%s/bin/java' -Xmx1k \"$@\"\n".formatted(JAVA_HOME);
    withJava(home, script, "rwxr-xr-x", process::start);
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
