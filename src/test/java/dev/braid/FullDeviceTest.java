package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file system for shared memory that is really full: a small one, which only the program sees
/// that the test starts. It takes the right to mount.
@Tag("linux")
class FullDeviceTest {
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");

  /// A command that runs where `/dev/shm` has so many bytes.
  private static List<String> confined(long bytes, List<String> command) {
    String mount = "mount -t tmpfs -o size=%d tmpfs /dev/shm && exec \"$@\"".formatted(bytes);
    List<String> whole =
        new ArrayList<>(List.of(UNSHARE.toString(), "-m", "/bin/sh", "-c", mount, "sh"));
    whole.addAll(command);
    return whole;
  }

  @BeforeEach
  void requireMounts() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(UNSHARE), "there is no " + UNSHARE);
    assumeTrue(
        ProgramRun.of(confined(1 << 20, List.of("true"))).exitCode() == 0,
        "this user may not mount file systems");
  }

  @Test
  void namedMemoryThatHasNoRoomIsSaidAndTheRestStays() throws Exception {
    ProgramRun run = ProgramRun.of(confined(8 << 20, JavaCommand.of(FullDeviceRoot.class)));
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out()).containsExactly("done");
  }

  /// On Linux the arena is in no file system, so it is in that of other systems here.
  @Test
  void anArenaThatHasNoRoomToGrowIsSaidAndTheRestStays() throws Exception {
    ProgramRun run = ProgramRun.of(confined(64 << 20, portable("reserve")));
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out()).hasSize(2).last().isEqualTo("done");
    assertThat(run.out().getFirst()).matches("filled [1-9][0-9]*");
  }

  @ParameterizedTest
  @ValueSource(longs = {64 << 10, 2 << 20, 6 << 20})
  void anArenaThatHasNoRoomToBeginIsSaid(long bytes) throws Exception {
    ProgramRun run = ProgramRun.of(confined(bytes, portable("reserve")));
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.toString())
        .contains("can't create a session")
        .contains("No space left on device");
  }

  private static List<String> portable(String what) {
    List<String> command = JavaCommand.of(FullArenaRoot.class, what);
    command.removeIf(word -> word.startsWith("-Djava.io.tmpdir=") || word.startsWith("-Dbraid.os"));
    command.addAll(1, List.of("-Djava.io.tmpdir=/dev/shm", "-Dbraid.os=portable"));
    return command;
  }
}
