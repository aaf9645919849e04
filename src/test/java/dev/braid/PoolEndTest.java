package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a process that has a pool.
class PoolEndTest {
  private static java.lang.Process root(String how, Workers workers) throws IOException {
    return new ProcessBuilder(JavaCommand.of(PoolRoot.class, how, workers.name()))
        .redirectError(Redirect.DISCARD)
        .start();
  }

  private static List<ProcessHandle> workers(String line) {
    return Stream.of(line.split(" "))
        .skip(1)
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  static Stream<Arguments> endings() {
    return Stream.of(Workers.values())
        .flatMap(workers -> Stream.of("idle", "busy").map(how -> arguments(how, workers)));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aProgramThatNeverClosesItsPoolEnds(String how, Workers kind) throws Exception {
    java.lang.Process root = root(how, kind);
    try (BufferedReader out = root.inputReader(StandardCharsets.UTF_8)) {
      List<ProcessHandle> workers = workers(out.readLine());
      assertThat(root.waitFor()).isZero();
      for (ProcessHandle worker : workers) {
        assertThat(worker.onExit().get().isAlive()).isFalse();
      }
    }
  }

  @Test
  void whatATaskPrintsIsShownBeforeItsResult() throws Exception {
    java.lang.Process root = root("prints", Workers.PROCESSES);
    try (BufferedReader out = root.inputReader(StandardCharsets.UTF_8)) {
      List<String> expected =
          IntStream.range(0, 20)
              .boxed()
              .flatMap(i -> Stream.of("task " + i, "result " + i))
              .toList();
      assertThat(out.lines().skip(1)).containsExactlyElementsOf(expected);
    }
    assertThat(root.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workersEndWithAParentThatIsKilled(boolean daemon) throws Exception {
    try (Console console = new Console()) {
      Process parent =
          new Process(() -> {
            Pool pool = Pool.builder().processes(2).daemon(daemon).open();
            AsyncResult<?> _ = pool.applyAsync(() -> sleep(1000));
            println("first", pool.pids().getFirst());
            println("last", pool.pids().getLast());
            sleep(1000);
          });
      parent.start();
      List<ProcessHandle> workers = new ArrayList<>();
      for (String which : List.of("first", "last")) {
        ProcessHandle.of(console.awaitNumber(which)).ifPresent(workers::add);
      }
      parent.kill();
      parent.join();
      for (ProcessHandle worker : workers) {
        assertThat(worker.onExit().get().isAlive()).isFalse();
      }
    }
  }

  @Test
  void aParentThatEndsByItselfEndsItsWorkers() throws Exception {
    try (Console console = new Console()) {
      Process parent =
          new Process(() -> {
            Pool pool = Pool.builder().processes(1).daemon(false).open();
            AsyncResult<?> _ = pool.applyAsync(() -> sleep(1000));
            println("worker", pool.pids().getFirst());
          });
      parent.start();
      parent.join();
      assertThat(parent.exitCode()).isZero();
      assertThat(ProcessHandle.of(console.awaitNumber("worker"))).isEmpty();
    }
  }
}
