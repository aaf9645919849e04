package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Progress of a program that was started from a terminal, or wasn't.
class TerminalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  private final StringBuilder shown = new StringBuilder();

  /// A shell's command line for [TerminalJob].
  private static String command() {
    return JavaCommand.of(TerminalJob.class).stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /// Reads until that was shown, or to the end.
  private void await(Reader out, String what) throws IOException {
    for (int c = out.read(); c >= 0; c = out.read()) {
      shown.append((char) c);
      if (shown.indexOf(what) >= 0) {
        return;
      }
    }
  }

  @Test
  @Tag("linux")
  void onATerminalOneLineIsWrittenInPlaceBelowThatOfTheChild() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "there is a program that makes terminals");
    java.lang.Process script =
        new ProcessBuilder(SCRIPT.toString(), "-qec", command(), "/dev/null").start();
    try (Reader out = script.inputReader(StandardCharsets.UTF_8);
        OutputStream in = script.getOutputStream()) {
      await(out, "\rjob: 1 of 2 (50 %), ");
      in.write('\n');
      in.flush();
      // To its end: had the input been closed before, the terminal would have echoed that to
      // nobody.
      await(out, "never shown");
    }
    assertThat(script.waitFor()).isZero();
    assertThat(shown.toString())
        .contains("\rchild: TERMINAL\r\n\rjob: 1 of 2 (50 %), ")
        .containsPattern("\rjob: 2 of 2 in [^\r\n]*\r\nafter\r\n$");
  }

  @Test
  void elsewhereNothingIsShown() throws Exception {
    java.lang.Process root =
        new ProcessBuilder(JavaCommand.of(TerminalJob.class)).redirectError(Redirect.PIPE).start();
    try (OutputStream in = root.getOutputStream();
        Reader out = root.inputReader(StandardCharsets.UTF_8);
        Reader err = root.errorReader(StandardCharsets.UTF_8)) {
      in.write('\n');
      in.flush();
      await(out, "never shown");
      await(err, "never shown");
    }
    assertThat(root.waitFor()).isZero();
    assertThat(shown.toString().lines()).containsExactly("child: NOBODY", "after");
  }
}
