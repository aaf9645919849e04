package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Ended children that nobody asked for yet.
@Tag("linux")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZombieTest {
  private static Process zombie() throws IOException {
    Process process = new Process(() -> {});
    process.start();
    assertThat(waitAny(List.of(process.sentinel()))).hasSize(1);
    assertThat(Proc.state(process.pid())).isEqualTo("Z");
    return process;
  }

  static List<Arguments> questions() {
    return List.of(
        question("join", Process::join),
        question("join with a limit", process -> process.join(Duration.ZERO)),
        question("isAlive", Process::isAlive),
        question("exitCode", Process::exitCode),
        question("close", Process::close));
  }

  private static Arguments question(String name, Consumer<Process> ask) {
    return Arguments.of(name, ask);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void questionEndsIt(String name, Consumer<Process> ask) throws IOException {
    Process process = zombie();
    long pid = process.pid();
    ask.accept(process);
    assertThat(Proc.state(pid)).as(name).isEqualTo("gone");
  }

  @Test
  void activeChildrenEndsAll() throws IOException {
    Process one = zombie();
    assertThat(activeChildren()).isEmpty();
    assertThat(Proc.state(one.pid())).isEqualTo("gone");
    assertThat(one.exitCode()).isZero();
  }

  @Test
  void startOfAnotherEndsIt() throws IOException {
    Process one = zombie();
    Process other = new Process(() -> {});
    other.start();
    assertThat(Proc.state(one.pid())).isEqualTo("gone");
    other.join();
  }

  @Test
  void signalToItDoesNothing() throws IOException {
    Process one = zombie();
    one.kill();
    assertThat(Proc.state(one.pid())).isEqualTo("Z");
    assertThat(one.exitCode()).isZero();
  }
}
