package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that have used up their shared memory: what can't be had is said, and all that there is
/// works on.
class FullArenaTest {
  @ParameterizedTest
  @ValueSource(strings = {"objects", "queue", "connection", "process", "garbage"})
  void aFullArenaIsSaidAndHarmsNothing(String what) throws IOException, InterruptedException {
    List<String> command = JavaCommand.of(FullArenaRoot.class, what);
    command.add(1, "-Dbraid.arena=2097152");
    ProgramRun run = ProgramRun.of(command);
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out()).last().isEqualTo("done");
  }
}
