package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.ExecuteRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Interrupts and what they leave, through the real kernel and protocol.
@Timeout(120)
class InterruptedCellTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
  }

  @AfterAll
  static void close() throws Exception {
    try {
      awaitRest();
    } finally {
      kernel.close();
    }
  }

  @AfterEach
  void nextCellRuns() throws Exception {
    assertThat(kernel.run("6 * 7").value()).isEqualTo("42");
  }

  /// Returns once the kernel has used less than a fifth of a core for some seconds: a thread that
  /// any of the interrupted cells had left spinning would not let it.
  private static void awaitRest() throws Exception {
    Duration used;
    Duration before = processorTime();
    do {
      assertThat(kernel.process.awaitExit()).as("the kernel has ended").isFalse(); // 2.5 s
      Duration now = processorTime();
      used = now.minus(before);
      before = now;
    } while (used.toMillis() > 500);
  }

  private static Duration processorTime() {
    return ProcessHandle.of(kernel.process.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  private static LiveKernel.Ran interrupted(String code) throws Exception {
    LiveKernel.Ran cell = kernel.begin(code);
    cell.awaitOut("on\n");
    kernel.interrupt();
    assertThat(cell.status()).isEqualTo("error");
    assertThat(cell.reply().content().path("ename").asText()).isEqualTo("Interrupted");
    return cell;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ println(\"on\"); while (true) {} }",
        "{ println(\"on\"); Thread.sleep(1_000_000); }",
        "{ println(\"on\"); sleep(1_000_000); }",
        "void deep() { while (true) {} } { println(\"on\"); deep(); }"
      })
  void cellStops(String code) throws Exception {
    assertThat(interrupted(code).output("error")).hasSize(1);
  }

  @Test
  void joinOfARunningChildStopsAndTheChildGoesOn() throws Exception {
    interrupted(
        """
        var child = new Process(() -> { println("on"); sleep(1_000); });
        child.start();
        child.join();
        """);
    assertThat(kernel.run("child.isAlive()").value()).isEqualTo("true");
    assertThat(kernel.run("child.terminate(); child.join(); child.exitCode()").value())
        .isEqualTo("-15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep(1_000);", "if (i >= 0) while (true) {}"})
  void mapStopsWithItsTasksAndThePoolGoesOn(String work) throws Exception {
    interrupted(
        """
        var both = new Barrier(2);
        var pool = new Pool(2);
        pool.map(i -> { if (i < 2 && both.await() == 0) println("on"); %s return i; }, range(8), 1)
        """
            .formatted(work));
    assertThat(kernel.run("pool.map(i -> i * i, range(4))").value()).isEqualTo("[0, 1, 4, 9]");
    kernel.run("pool.terminate(); pool.join();");
  }

  @Test
  void queuedCellsAreGivenUp() throws Exception {
    LiveKernel.Ran running = kernel.begin("{ println(\"on\"); while (true) {} }");
    LiveKernel.Ran queued = kernel.begin("println(\"never\");");
    running.awaitOut("on\n");
    // What was sent before has arrived when this is answered.
    kernel.client.kernelInfo().await(LiveKernel.LONG);
    kernel.interrupt();
    assertThat(running.status()).isEqualTo("error");
    assertThat(queued.status()).isEqualTo("aborted");
    assertThat(queued.out()).isEmpty();
  }

  @Test
  void questionToTheUserIsGivenUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    kernel.client.onInput((prompt, password) -> {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.of("too late");
    });
    LiveKernel.Ran cell =
        kernel.begin(ExecuteRequest.of("new Scanner(System.in).nextLine()").withStdin());
    asked.await();
    kernel.interrupt();
    assertThat(cell.status()).isEqualTo("error");
    assertThat(cell.output("execute_result")).isEmpty();
    answer.countDown();

    kernel.client.onInput((prompt, password) -> Optional.of("in time"));
    assertThat(
            kernel.run(ExecuteRequest.of("new Scanner(System.in).nextLine()").withStdin()).value())
        .isEqualTo("in time");
  }

  @Test
  void brokenVisibilityStaysBroken() throws Exception {
    kernel.run(
        """
        class Broken {
          boolean stop;
          long n;
          void spin() { while (!stop) n++; }
        }
        var broken = new Broken();
        var spinner = new Thread(() -> broken.spin());
        spinner.start();
        """);
    // So many turns that the loop has long been compiled, and has read `stop` for the last time.
    kernel.run("while (broken.n < 2_000_000_000L) Thread.sleep(10);\nbroken.stop = true;");
    assertThat(kernel.run("spinner.join(1000); spinner.isAlive()").value()).isEqualTo("true");

    // An interrupt makes the virtual machine compile the loop anew: the only way to end it.
    interrupted("{ println(\"on\"); while (true) {} }");
    assertThat(kernel.run("spinner.join(); spinner.isAlive()").value()).isEqualTo("false");
  }

  @Test
  void interruptWithoutACellDoesNothing() throws Exception {
    kernel.interrupt();
    assertThat(List.of(kernel.run("1").value(), kernel.run("2").value())).containsExactly("1", "2");
  }
}
