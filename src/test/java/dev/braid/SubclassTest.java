package dev.braid;

import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.OutputRecord.Kind;
import org.junit.jupiter.api.Test;

/// Processes that override `run`.
class SubclassTest {
  static class Piao extends Process {
    private static final long serialVersionUID = 1L;
    final String who;
    int count;

    Piao(String who) {
      this.who = who;
    }

    @Override
    public void run() throws Exception {
      count++;
      println(who, "is piaoing", count, equals(currentProcess()), name());
    }
  }

  static class Idle extends Process {
    private static final long serialVersionUID = 1L;
  }

  static class Failing extends Process {
    private static final long serialVersionUID = 1L;

    @Override
    public void run() {
      throw new IllegalStateException("on purpose");
    }
  }

  static class Holder extends Process {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that it can't be copied is the point
    final Thread conn = new Thread();
  }

  @Test
  void runsItsRunWithItsFields() {
    try (Console console = new Console()) {
      Piao piao = new Piao("egon");
      piao.start();
      piao.join();
      assertThat(piao.exitCode()).isZero();
      assertThat(console.lines()).containsExactly("egon is piaoing 1 true " + piao.name());
      assertThat(piao.count).isZero();
    }
  }

  @Test
  void runCalledDirectlyRunsHere() throws Exception {
    Piao piao = new Piao("egon");
    piao.run();
    assertThat(piao.count).isEqualTo(1);
  }

  @Test
  void withoutATargetItDoesNothing() {
    Process process = new Idle();
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void uncaughtExceptionIsPrintedWithItsPlace() {
    try (Console console = new Console()) {
      Process process = new Failing();
      process.start();
      process.join();
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(console.text(Kind.STDERR))
          .startsWith(
              "Process " + process.name() + ":\njava.lang.IllegalStateException: on purpose\n")
          .contains("dev.braid.SubclassTest$Failing.run(SubclassTest.java:");
    }
  }

  @Test
  void fieldThatCantBeCopiedIsNamed() {
    Process process = new Holder();
    assertThatThrownBy(process::start)
        .isInstanceOf(CopyException.class)
        .hasMessageContaining("process '%s'.conn (java.lang.Thread)".formatted(process.name()));
  }
}
