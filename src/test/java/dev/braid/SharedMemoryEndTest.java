package dev.braid;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of named memory when the session that owns it ends, in every way; and what another
/// session sees of it.
class SharedMemoryEndTest {
  /// A session of its own.
  private record Other(java.lang.Process root, BufferedReader out, BufferedReader err)
      implements AutoCloseable {
    static Other start(List<String> command) throws IOException {
      java.lang.Process root = new ProcessBuilder(command).start();
      return new Other(
          root, root.inputReader(StandardCharsets.UTF_8), root.errorReader(StandardCharsets.UTF_8));
    }

    static Other start(String how) throws IOException {
      return start(JavaCommand.of(SharedMemoryRoot.class, how));
    }

    String await(String word) throws IOException {
      String line = String.valueOf(out.readLine());
      assertThat(line).startsWith(word + " ");
      return line.substring(word.length() + 1);
    }

    Path awaitFile() throws IOException {
      return Path.of(await("made"));
    }

    /// @return its exit code
    int end() throws IOException, InterruptedException {
      root.getOutputStream().close();
      return root.waitFor();
    }

    List<String> errors() {
      return err.lines().toList();
    }

    void signal(int number) throws IOException, InterruptedException {
      int _ = new ProcessBuilder("kill", "-" + number, "" + root.pid()).start().waitFor();
      assertThat(root.waitFor()).isEqualTo(128 + number);
    }

    @Override
    public void close() throws IOException {
      root.destroyForcibly();
      root.onExit().join();
      out.close();
      err.close();
      root.getOutputStream().close();
    }
  }

  private static Path session(Path file) {
    return file.resolveSibling("");
  }

  @Test
  void nothingIsSaidWhenAllWasUnlinked() throws Exception {
    try (Other other = Other.start("clean")) {
      Path file = other.awaitFile();
      assertThat(other.end()).isZero();
      assertThat(other.errors()).isEmpty();
      assertThat(session(file)).doesNotExist();
    }
  }

  @Test
  void whatWasNeverUnlinkedIsNamedAndRemovedAfterTheChildrensEnd() throws Exception {
    try (Other other = Other.start("forgets")) {
      Path file = other.awaitFile();
      assertThat(other.out().lines()).hasSize(3).last().isEqualTo("attached 11");
      assertThat(other.end()).isZero();
      assertThat(other.errors())
          .containsExactly(
              "braid: 2 shared memory segments were never unlinked: also, forgotten; call unlink()");
      assertThat(session(file)).doesNotExist();
    }
  }

  @Test
  void whatATerminatedChildMadeIsNamedAndRemoved() throws Exception {
    try (Other other = Other.start("child forgets")) {
      Path file = other.awaitFile();
      assertThat(file).exists();
      assertThat(other.end()).isZero();
      assertThat(other.errors())
          .containsExactly(
              "braid: 1 shared memory segment was never unlinked: forgotten; call unlink()");
      assertThat(session(file)).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15})
  void signalThatTheFirstProcessHandlesLeavesNothing(int signal) throws Exception {
    assumeFalse(isIgnored(signal), "whoever started the tests ignores that signal");
    try (Other other = Other.start("alone")) {
      Path file = other.awaitFile();
      other.signal(signal);
      assertThat(session(file)).doesNotExist();
      assertThat(other.errors()).hasSize(1).first().asString().contains("never unlinked: alone");
    }
  }

  /// A JVM leaves signals alone that were ignored when it was started, as those of `nohup`.
  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .substring("SigIgn:".length())
            .strip();
    return ((Long.parseUnsignedLong(mask, 16) >> (signal - 1)) & 1) == 1;
  }

  @Test
  void childrenRemoveWhatAKilledFirstProcessLeft() throws Exception {
    try (Other other = Other.start("family")) {
      Path file = other.awaitFile();
      List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String[] words = other.await("member").split(" ", -1);
        assertThat(words).hasSize(2).endsWith("64");
        ProcessHandle.of(Long.parseLong(words[0])).ifPresent(child -> ends.add(child.onExit()));
      }
      assertThat(ends).hasSize(3);
      other.signal(9);
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).join();
      assertThat(session(file)).doesNotExist();
    }
  }

  @Test
  void nextSessionSweepsWhatAKilledOneLeft() throws Exception {
    try (Other other = Other.start("alone");
        Other living = Other.start("alone")) {
      Path file = other.awaitFile();
      Path kept = living.awaitFile();
      other.signal(9);
      assertThat(file).exists();
      // Two at once, which must not trip over each other.
      try (Other one = Other.start("clean");
          Other two = Other.start("clean")) {
        assertThat(one.end()).isZero();
        assertThat(two.end()).isZero();
        assertThat(one.errors()).isEmpty();
        assertThat(two.errors()).isEmpty();
      }
      assertThat(session(file)).doesNotExist();
      assertThat(kept).exists();
      assertThat(living.end()).isZero();
    }
  }

  /// In the session's first process, and, where that ends by itself, in its children.
  @ParameterizedTest
  @CsvSource({
    "segment.begun, alone",
    "segment.filled, alone",
    "segment.named, alone",
    "segment.removing, forgets",
    "segment.removing:2, forgets",
    "segment.unlinked, clean"
  })
  void nextSessionSweepsWhatOneLeftThatWasKilledAt(String instant, String how) throws Exception {
    List<String> root = JavaCommand.of(SharedMemoryRoot.class, how);
    root.add(1, "-Dbraid.kill=" + instant);
    try (Other other = Other.start(root)) {
      other.root().getOutputStream().close();
      assertThat(other.root().waitFor()).isEqualTo(128 + 9);
      String session = other.root().pid() + "-";
      assertThatThrownBy(() -> SharedMemory.attach("alone"))
          .isInstanceOf(SharedMemoryNotFoundException.class);
      try (Other sweeper = Other.start("clean")) {
        assertThat(sweeper.end()).isZero();
      }
      assertThat(sessions()).noneMatch(name -> name.startsWith(session));
    }
  }

  private static List<String> sessions() {
    try (SharedMemory memory = SharedMemory.create(1)) {
      memory.unlink();
      Path user = session(session(memory.path()));
      String[] names = user.toFile().list();
      return names == null ? List.of() : List.of(names);
    }
  }

  /// Those who end a session that its first process has left, and are killed meanwhile, too.
  @Test
  void nextSessionSweepsWhatKilledChildrenLeft() throws Exception {
    List<String> root = JavaCommand.of(SharedMemoryRoot.class, "family");
    root.add(1, "-Dbraid.kill=segment.removing");
    try (Other other = Other.start(root)) {
      Path file = other.awaitFile();
      List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long pid = Long.parseLong(other.await("member").split(" ", -1)[0]);
        ProcessHandle.of(pid).ifPresent(child -> ends.add(child.onExit()));
      }
      other.signal(9);
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).join();
      try (Other sweeper = Other.start("clean")) {
        assertThat(sweeper.end()).isZero();
      }
      assertThat(session(file)).doesNotExist();
    }
  }

  @Test
  void deadOwnersMemoryIsNotFound() throws Exception {
    try (Other other = Other.start("alone")) {
      Path file = other.awaitFile();
      other.signal(9);
      assertThat(file).exists();
      assertThatThrownBy(() -> SharedMemory.attach("alone"))
          .isInstanceOf(SharedMemoryNotFoundException.class);
      try (Other sweeper = Other.start("clean")) {
        assertThat(sweeper.end()).isZero();
      }
      assertThat(session(file)).doesNotExist();
    }
  }

  @Test
  void anotherSessionAttachesAndKeepsWhatItHas() throws Exception {
    try (Other other = Other.start("alone")) {
      Path file = other.awaitFile();
      try (SharedMemory memory = SharedMemory.attach("alone")) {
        assertThat(memory.path()).isEqualTo(file);
        assertThat(other.end()).isZero();
        assertThat(file).doesNotExist();
        assertThat(memory.buf().get(JAVA_INT, 0)).isEqualTo(11);
        assertThatThrownBy(memory::unlink).isInstanceOf(SharedMemoryNotFoundException.class);
      }
    }
  }

  @Test
  void strangerWhoClosesDestroysNothing() throws Exception {
    try (Other other = Other.start("alone")) {
      Path file = other.awaitFile();
      SharedMemory.attach("alone").close();
      try (Other stranger = Other.start("clean")) {
        assertThat(stranger.end()).isZero();
      }
      assertThat(file).exists();
      assertThat(other.end()).isZero();
    }
  }

  @Test
  void ownNameComesBeforeThatOfAnotherSession() throws Exception {
    try (Other other = Other.start("alone")) {
      Path file = other.awaitFile();
      try (SharedMemory own = SharedMemory.create("alone", 3);
          SharedMemory found = SharedMemory.attach("alone")) {
        assertThat(found.size()).isEqualTo(3);
        found.unlink();
        try (SharedMemory others = SharedMemory.attach("alone")) {
          assertThat(others.path()).isEqualTo(file).isNotEqualTo(own.path());
        }
      }
      assertThat(other.end()).isZero();
    }
  }

  /// A file system that is full in the middle: the largest size of a file stands for it.
  @Test
  @Tag("linux")
  void noRoomInTheMiddleLeavesNothing() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "there is no shell");
    List<String> command =
        new ArrayList<>(List.of(shell.toString(), "-c", "ulimit -f 60000; exec \"$@\"", "sh"));
    List<String> root = JavaCommand.of(SharedMemoryRoot.class, "huge");
    // The session's own memory is a file, too, if an empty one.
    root.add(1, "-Dbraid.arena=1048576");
    command.addAll(root);
    try (Other other = Other.start(command)) {
      assertThat(other.out().lines()).isEmpty();
      assertThat(other.root().waitFor()).isEqualTo(1);
      assertThat(other.errors().getFirst())
          .contains("SharedMemoryException: can't create 'huge' of 104857600 bytes: File too large")
          .contains("ask for less");
      // Else there would be a warning, too.
      assertThat(other.errors()).noneMatch(line -> line.contains("never unlinked"));
    }
  }
}
