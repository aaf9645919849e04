package dev.braid.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every operating system does for Braid.
abstract class OperatingSystemContract {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  /// The implementation, and the value of `braid.os` that chooses it.
  abstract OperatingSystem os();

  abstract String name();

  static final class Recorder implements ChildWatcher {
    final CompletableFuture<Ended> ended = new CompletableFuture<>();

    @GuardedBy("this")
    private final ByteArrayOutputStream[] streams = {
      new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
    };

    @Override
    public synchronized void printed(long pid, boolean error, byte[] bytes) {
      streams[error ? 2 : 1].writeBytes(bytes);
      notifyAll();
    }

    @Override
    public synchronized void reported(byte[] bytes) {
      streams[0].writeBytes(bytes);
    }

    @Override
    public void ended(long pid, Ended how) {
      ended.complete(how);
    }

    /// What came from descriptor 1 or 2, or, for 0, up the link.
    synchronized String text(int descriptor) {
      return streams[descriptor].toString(StandardCharsets.UTF_8);
    }

    synchronized void awaitOutput(String text) throws InterruptedException {
      while (!text(1).contains(text)) {
        wait();
      }
    }
  }

  final Command peer(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                JAVA,
                "-Xrs",
                // Its file may be locked by another JVM, and then there is a warning on stdout.
                "-XX:-UsePerfData",
                "-Dbraid.os=" + name(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Peer.class.getName()));
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  private static byte[] utf(String word) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).writeUTF(word);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 143, 255})
  void childHearsReportsPrintsAndEnds(int code) throws Exception {
    Recorder recorder = new Recorder();
    Child child = os().start(peer("echo"), recorder);
    child.send(utf("one"));
    child.send(utf("zwei"));
    child.send(utf("exit"));
    child.send(new byte[] {0, 0, 0, (byte) code});
    assertThat(recorder.ended.get()).isEqualTo(new Ended.Exited(code));
    assertThat(recorder.text(0)).isEqualTo("onezwei");
    assertThat(recorder.text(1)).isEqualTo("says hello\n");
    assertThat(recorder.text(2)).isEmpty();
    child.reap();
    assertThat(os().isDead(child.pid())).isTrue();
    child.reap();
    child.signal(9);
    child.send(utf("too late"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 15})
  void signalEndsIt(int signal) throws Exception {
    Recorder recorder = new Recorder();
    Child child = os().start(peer("echo"), recorder);
    recorder.awaitOutput("hello");
    assertThat(os().isDead(child.pid())).isFalse();
    child.signal(signal);
    assertThat(recorder.ended.get()).isEqualTo(new Ended.Killed(signal));
    child.reap();
  }

  @Test
  void bytesSentMayBeMoreThanAPipeHolds() throws Exception {
    Recorder recorder = new Recorder();
    Child child = os().start(peer("echo"), recorder);
    String word = "x".repeat(60_000);
    for (int i = 0; i < 20; i++) {
      child.send(utf(word));
    }
    child.send(utf("exit"));
    child.send(new byte[4]);
    assertThat(recorder.ended.get()).isEqualTo(new Ended.Exited(0));
    assertThat(recorder.text(0)).hasSize(20 * 60_000);
    child.reap();
  }

  @Test
  void programThatIsMissingIsNamed() {
    assertThatThrownBy(() -> os().start(new Command(List.of("/no/such")), new Recorder()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("can't start /no/such: ")
        .hasMessageContaining("o such file");
  }

  @Test
  void programWithoutPermissionIsNamed(@TempDir Path directory) throws IOException {
    Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> os().start(new Command(List.of("" + program)), new Recorder()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("can't start " + program)
        .hasMessageContaining("ermission denied");
  }

  @Test
  void processOfNoNumberIsDead() {
    assertThat(os().isDead(ProcessHandle.current().pid())).isFalse();
    assertThat(os().isDead(Integer.MAX_VALUE)).isTrue();
  }

  @Test
  void childHasAStatusAndAParentUntilItIsReaped() throws Exception {
    long self = ProcessHandle.current().pid();
    Recorder recorder = new Recorder();
    Child child = os().start(peer("echo"), recorder);
    recorder.awaitOutput("hello");
    ProcessStatus status = os().status(child.pid()).orElseThrow();
    assertThat(status.identity().pid()).isEqualTo(child.pid());
    assertThat(status.parent()).isEqualTo(self);
    assertThat(status.command()).isEqualTo("java");
    assertThat(status.state()).isNotIn(ProcessState.ZOMBIE, ProcessState.GONE);
    assertThat(status.cpuTime()).isPresent();
    assertThat(os().parents()).containsEntry(child.pid(), self);
    child.signal(9);
    var _ = recorder.ended.get();
    child.reap();
    assertThat(os().status(child.pid())).isEmpty();
    assertThat(os().parents()).doesNotContainKey(child.pid());
  }

  @Test
  void memoryBellAndLifelineAreShared() throws Exception {
    java.lang.Process owner = new ProcessBuilder(peer("owner").words()).start();
    try (BufferedReader out = owner.inputReader(StandardCharsets.UTF_8);
        OutputStream in = owner.getOutputStream()) {
      String arena = out.readLine();
      String lifeline = out.readLine();
      String bell = out.readLine();
      java.lang.Process member =
          new ProcessBuilder(peer("member", arena, lifeline, bell).words())
              .redirectError(Redirect.DISCARD)
              .start();
      try (BufferedReader said = member.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).isEqualTo("rung, word 42");
        assertThat(said.readLine()).isEqualTo("woken");
        in.write('\n');
        in.flush();
        assertThat(said.readLine()).isEqualTo("orphaned");
      }
      assertThat(member.waitFor()).isZero();
    }
    assertThat(owner.waitFor()).isZero();
  }
}
