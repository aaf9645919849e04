package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens to children when their parent ends by itself.
class DaemonTest {
  enum End {
    RETURN(0),
    EXCEPTION(1),
    EXIT(3);

    private final int code;

    End(int code) {
      this.code = code;
    }

    void come() {
      switch (this) {
        case RETURN -> {}
        case EXCEPTION -> throw new IllegalStateException("the end");
        case EXIT -> System.exit(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void daemonsAreTerminatedAtTheEnd(End end) throws InterruptedException {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            Process daemon = new Process(() -> sleep(1000)).daemon(true);
            daemon.start();
            println("daemon", daemon.pid());
            end.come();
          });
      process.start();
      process.join();
      assertThat(process.exitCode()).isEqualTo(end.code);
      assertThat(ProcessHandle.of(console.awaitNumber("daemon"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherChildrenAreJoinedAtTheEnd(End end) {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            Process child =
                new Process(() -> {
                  sleep(0.3);
                  println("child", "ends");
                });
            println("parent", "ends");
            child.start();
            end.come();
          });
      process.start();
      process.join();
      assertThat(process.exitCode()).isEqualTo(end.code);
      assertThat(console.lines()).containsExactly("parent ends", "child ends");
    }
  }

  @Test
  void daemonsMayNotHaveChildren() {
    Process daemon =
        new Process(
                () -> {
                  println(currentProcess().isDaemon());
                  Process child = new Process(() -> {});
                  println(child.isDaemon());
                  child.daemon(false).start();
                })
            .daemon(true);
    try (Console console = new Console()) {
      daemon.start();
      daemon.join();
      assertThat(console.lines()).containsExactly("true", "true");
    }
    assertThat(daemon.exception())
        .get()
        .isInstanceOf(IllegalStateException.class)
        .hasToString(
            "java.lang.IllegalStateException: daemonic processes are not allowed to have children");
  }

  @Test
  void daemonIsChosenBeforeTheStart() {
    Process process = new Process(() -> sleep(1000));
    assertThat(process.isDaemon()).isFalse();
    assertThat(process.daemon(true).isDaemon()).isTrue();
    assertThat(process.daemon(false).isDaemon()).isFalse();
    process.start();
    assertThatIllegalStateException()
        .isThrownBy(() -> process.daemon(true))
        .withMessageContaining("process has already started");
    process.kill();
    process.join();
    assertThatIllegalStateException().isThrownBy(() -> process.daemon(true));
  }

  @Test
  void daemonOfThisProcessRunsAsOthersDo() {
    try (Console console = new Console()) {
      Event seen = new Event();
      Process process =
          new Process(
                  () -> {
                    boolean _ = seen.await();
                    println("pid", getpid());
                  })
              .daemon(true);
      process.start();
      assertThat(activeChildren()).contains(process);
      seen.set();
      process.join();
      assertThat(console.lines()).containsExactly("pid " + process.pid());
      assertThat(process.exitCode()).isZero();
    }
  }
}
