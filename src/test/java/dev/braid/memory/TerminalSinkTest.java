package dev.braid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Both streams lead to one screen here.
class TerminalSinkTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @BeforeEach
  void look() {
    // What others printed before isn't for this screen.
    Output.flush();
    System.setOut(new PrintStream(screen, true, UTF_8));
    System.setErr(new PrintStream(screen, true, UTF_8));
  }

  @AfterEach
  void lookNoMore() {
    System.setOut(out);
    System.setErr(err);
  }

  private String shown(boolean isTerminal, String... records) {
    TerminalSink sink = new TerminalSink(() -> isTerminal);
    for (String record : records) {
      // Those of standard output begin with a letter.
      Kind kind = record.startsWith("\r") ? Kind.STDERR : Kind.STDOUT;
      sink.accept(new OutputRecord(0, 1, kind, record.getBytes(UTF_8)));
    }
    return screen.toString(UTF_8);
  }

  @Test
  void othersLinesStandAboveTheOneInProgress() {
    assertThat(shown(true, "\r10 %", "line\n", "\r20 %", "\rdone\n", "next\n"))
        .isEqualTo("\r10 %\r    \rline\n\r10 %\r20 %\rdone\nnext\n");
  }

  @Test
  void anUnfinishedLineOfAnotherIsNotWrittenOver() {
    assertThat(shown(true, "\r10 %", "name? ", "\r20 %", "Ada\n", "\r30 %"))
        .isEqualTo("\r10 %\r    \rname? Ada\n\r20 %\r30 %");
  }

  @Test
  void theEndOfProgressGetsALineOfItsOwn() {
    assertThat(shown(true, "\r10 %", "name? ", "\rdone\n", "Ada\n"))
        .isEqualTo("\r10 %\r    \rname? \n\rdone\nAda\n");
  }

  @Test
  void aFileGetsWhatWasWritten() {
    assertThat(shown(false, "\r10 %", "line\n", "\rdone\n")).isEqualTo("\r10 %line\n\rdone\n");
  }

  @Test
  void displaysNeedANotebook() {
    new TerminalSink(() -> true).accept(new OutputRecord(0, 1, Kind.DISPLAY, "{}".getBytes(UTF_8)));
    assertThat(screen.size()).isZero();
  }
}
