package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final List<OutputRecord> seen = new ArrayList<>();

  /// What others printed before is for the terminal.
  @BeforeEach
  void nothingIsOnItsWay() {
    Output.flush();
  }

  @AfterEach
  void toTheTerminalAgain() {
    Output.sink(new TerminalSink(() -> false));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void flushReturnsWhenTheSinkHasEverything() {
    Output.sink(seen::add);
    for (int i = 0; i < 1000; i++) {
      Output.write(Kind.STDOUT, bytes("line " + i + "\n"));
    }
    Output.flush();
    assertThat(seen).hasSize(1000);
  }

  @Test
  void aSinkThatFailsHoldsUpNobody() {
    Output.sink(entry -> {
      throw new IllegalStateException("expected in this test");
    });
    Output.write(Kind.STDERR, bytes("refused, and shown on the terminal\n"));
    Output.flush();
    Output.sink(seen::add);
    Output.write(Kind.STDOUT, bytes("taken"));
    Output.flush();
    assertThat(seen).hasSize(1);
  }

  @Test
  void theSinkSaysWhoSeesIt() {
    Output.sink(seen::add, Audience.NOTEBOOK);
    assertThat(Output.audience()).isEqualTo(Audience.NOTEBOOK);
    Output.sink(seen::add);
    assertThat(Output.audience()).isEqualTo(Audience.NOBODY);
  }

  @Test
  void whatIsDoneForACellIsNotDoneForTheNext() {
    long own = Output.cell();
    Output.inCell(own + 1, () -> assertThat(Output.cell()).isEqualTo(own + 1));
    assertThat(Output.cell()).isEqualTo(own);
  }

  @Test
  void linesOfSeveralThreadsAreNotTorn() throws IOException, InterruptedException {
    // However slow they are, nobody takes a line for one that is not continued.
    LineBuffers buffers = new LineBuffers(Kind.STDOUT, _ -> {});
    Output.sink(seen::add);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "thread " + t;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (var out = buffers.stream()) {
                  for (int i = 0; i < 500; i++) {
                    for (String part : List.of(name, " says ", "" + i, "\n")) {
                      out.write(bytes(part));
                    }
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Output.flush();
    assertThat(seen)
        .hasSize(2000)
        .allSatisfy(entry ->
            assertThat(new String(entry.bytes(), StandardCharsets.UTF_8))
                .matches("thread \\d says \\d+\n"));
  }

  @Test
  void aLineThatNobodyContinuesIsShown() throws IOException {
    Deque<Runnable> looks = new ArrayDeque<>();
    LineBuffers buffers = new LineBuffers(Kind.STDOUT, looks::add);
    Output.sink(seen::add);
    try (var out = buffers.stream()) {
      // However many lines there were, one look is to come, and what was added is seen by it.
      out.write(bytes("first"));
      out.write(bytes(" line\nsecond"));
      out.write(bytes(" line\nthird"));
      assertThat(looks).hasSize(1);
      looks.remove().run();
      assertThat(texts()).containsExactly("first line\n", "second line\n");
      out.write(bytes(", continued"));
      looks.remove().run();
      assertThat(texts()).hasSize(2);
      looks.remove().run();
      assertThat(texts()).last().isEqualTo("third, continued");
      assertThat(looks).isEmpty();

      // Half a character waits for its other half, as long as that takes.
      out.write(Arrays.copyOf(bytes("é"), 1));
      looks.remove().run();
      looks.remove().run();
      assertThat(texts()).hasSize(3);
      out.write(bytes("é"), 1, 1);
      looks.remove().run();
      looks.remove().run();
      assertThat(texts()).last().isEqualTo("é");
      assertThat(looks).isEmpty();
    }
  }

  private List<String> texts() {
    Output.flush();
    return seen.stream().map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  void whatOneCallPrintsIsOnePiece() {
    List<String> pieces = new ArrayList<>();
    PrintStream out =
        new LinePrinter(
            new OutputStream() {
              @Override
              public void write(int b) {
                pieces.add(String.valueOf((char) b));
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
              }

              @Override
              public void flush() {
                pieces.add("flushed");
              }
            });
    out.printf("%d is done after %.2f s%n", 3, 0.25);
    out.printf(Locale.GERMANY, "%.1f%n", 0.5);
    out.println("é".repeat(10_000));
    out.println();
    out.println(true);
    out.println('c');
    out.println(1);
    out.println(2L);
    out.println(0.5f);
    out.println(0.25);
    out.println(new char[] {'中', '文'});
    out.println((Object) null);
    out.print("no end");
    out.flush();
    assertThat(pieces)
        .containsExactly(
            "3 is done after 0.25 s\n",
            "0,5\n",
            "é".repeat(10_000) + "\n",
            "\n",
            "true\n",
            "c\n",
            "1\n",
            "2\n",
            "0.5\n",
            "0.25\n",
            "中文\n",
            "null\n",
            "no end",
            "flushed");
  }
}
