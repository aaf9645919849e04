package dev.braid.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("linux")
@EnabledOnOs(OS.LINUX)
class LinuxTest extends OperatingSystemContract {
  @Override
  OperatingSystem os() {
    return OperatingSystem.current();
  }

  @Override
  String name() {
    return "linux";
  }

  @Test
  void fileThatIsNoProgramIsNamed(@TempDir Path directory) throws Exception {
    Path program = Files.write(directory.resolve("program"), new byte[] {1, 2, 3});
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> os().start(new Command(List.of("" + program)), new Recorder()))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "can't start %s: it isn't a program (ENOEXEC); name an executable".formatted(program));
  }

  @Test
  void childStaysAZombieUntilItIsReaped() throws Exception {
    Recorder recorder = new Recorder();
    Child child = os().start(new Command(List.of("/bin/true")), recorder);
    assertThat(recorder.ended.get()).isEqualTo(new Ended.Exited(0));
    Path entry = Path.of("/proc/" + child.pid() + "/stat");
    assertThat(Files.readString(entry)).contains(") Z ");
    assertThat(os().isDead(child.pid())).isTrue();
    ProcessStatus zombie = os().status(child.pid()).orElseThrow();
    assertThat(zombie.state()).isEqualTo(ProcessState.ZOMBIE);
    assertThat(zombie.command()).isEqualTo("true");
    assertThat(os().parents()).containsEntry(child.pid(), ProcessHandle.current().pid());
    child.reap();
    assertThat(entry).doesNotExist();
  }

  @Test
  void memoryIsWhatTheStatusFileSays() throws Exception {
    Recorder recorder = new Recorder();
    Child child = os().start(peer("echo"), recorder);
    recorder.awaitOutput("hello");
    // So that it doesn't change meanwhile.
    child.signal(19);
    while (os().status(child.pid()).orElseThrow().state() != ProcessState.STOPPED) {
      Thread.onSpinWait();
    }
    long kibibytes =
        Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
    // The kernel's counts may differ by some pages for each of its threads.
    assertThat(os().status(child.pid()).orElseThrow().memory().orElseThrow())
        .isBetween(1024 * kibibytes * 8 / 10, 1024 * kibibytes * 12 / 10);
    child.signal(9);
    var _ = recorder.ended.get();
    child.reap();
  }

  /// Short of descriptors, each step of a start fails in its turn, and none leaves anything.
  @Test
  void startWithoutDescriptorsSaysSoAndLeavesNoZombie() throws Exception {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"));
    words.addAll(peer("starved").words());
    java.lang.Process starved = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (BufferedReader out = starved.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = out.readAllLines();
      assertThat(lines).hasSizeGreaterThan(3).last().isEqualTo("zombies 0");
      assertThat(lines.subList(0, lines.size() - 1))
          .allSatisfy(line ->
              assertThat(line)
                  .endsWith("failed: too many open files (EMFILE); raise the limit of 'ulimit -n'"))
          .anySatisfy(line -> assertThat(line).startsWith("socketpair"))
          .anySatisfy(line -> assertThat(line).startsWith("pipe"))
          .anySatisfy(line -> assertThat(line).startsWith("pidfd_open"));
    }
    assertThat(starved.waitFor()).isZero();
  }
}
