package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a session's first process, in every way.
class SessionEndTest {
  private static java.lang.Process root(String... how) throws IOException {
    return new ProcessBuilder(JavaCommand.of(SessionRoot.class, how))
        .redirectError(Redirect.DISCARD)
        .start();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 15})
  void signalToTheFirstProcessEndsAllOfThem(int signal) throws Exception {
    java.lang.Process root = root("family");
    List<CompletableFuture<ProcessHandle>> ends = new ArrayList<>();
    try (BufferedReader out = root.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 4; i++) {
        String[] words = String.valueOf(out.readLine()).split(" ");
        assertThat(words).hasSize(3).startsWith("pid");
        ProcessHandle.of(Long.parseLong(words[2])).ifPresent(member -> ends.add(member.onExit()));
      }
      assertThat(ends).hasSize(4);
      int _ = new ProcessBuilder("kill", "-" + signal, "" + root.pid()).start().waitFor();
      assertThat(root.waitFor()).isEqualTo(128 + signal);
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get();
    }
  }

  @ParameterizedTest
  @CsvSource({"return, 0", "throw, 1", "exit, 3"})
  void endByItselfTerminatesDaemonsAndAwaitsTheRest(String how, int code) throws Exception {
    java.lang.Process root = root(how);
    try (BufferedReader out = root.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.lines()).containsExactly("last line");
    }
    assertThat(root.waitFor()).isEqualTo(code);
  }

  /// Or a signal, by its number.
  @ParameterizedTest
  @CsvSource({"return, 0", "throw, 1", "exit, 3", "1, 129", "2, 130", "9, 137", "15, 143"})
  void theServerOfAManagerEndsWithTheFirstProcess(String how, int code) throws Exception {
    java.lang.Process root = root("manager", how);
    try (BufferedReader out = root.inputReader(StandardCharsets.UTF_8)) {
      String[] words = String.valueOf(out.readLine()).split(" ");
      assertThat(words).hasSize(3).startsWith("pid", "server");
      ProcessHandle server = ProcessHandle.of(Long.parseLong(words[2])).orElseThrow();
      if (Character.isDigit(how.charAt(0))) {
        int _ = new ProcessBuilder("kill", "-" + how, "" + root.pid()).start().waitFor();
      } else {
        root.outputWriter(StandardCharsets.UTF_8).close();
      }
      assertThat(root.waitFor()).isEqualTo(code);
      var _ = server.onExit().get();
      assertThat(server.isAlive()).isFalse();
    }
  }

  @Test
  void childEndsWellWhenTheFirstProcessHasClosedItsStreams() throws Exception {
    java.lang.Process root = root("closed");
    assertThat(root.waitFor()).isZero();
  }
}
