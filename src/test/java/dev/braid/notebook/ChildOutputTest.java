package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Output of cells and of the processes that they start, through the real kernel and protocol.
///
/// A child waits at a [Gate] where a test decides when it goes on.
@Timeout(120)
class ChildOutputTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
    kernel.run(
        """
        void await(String gate) throws Exception {
          try (var pipe = new java.io.FileInputStream(gate)) { pipe.read(); }
        }
        """);
  }

  @AfterAll
  static void close() throws Exception {
    kernel.close();
  }

  @Test
  void childPrintsBeforeItsCellEnds() throws Exception {
    try (Gate gate = Gate.at(folder, "live")) {
      LiveKernel.Ran cell =
          kernel.begin(
              """
              var live = new Process(() -> { println("live"); await("live"); println("end"); });
              live.start();
              live.join();
              """);
      cell.awaitOut("live\n");
      assertThat(cell.isDone()).isFalse();
      gate.open();
      assertThat(cell.status()).isEqualTo("ok");
      assertThat(cell.out()).isEqualTo("live\nend\n");
    }
  }

  @Test
  void joinReturnsAfterTheLastLineOfTheChild() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var chatty = new Process(() -> { for (int i : range(100)) println("c" + i); });
            chatty.start();
            chatty.join();
            println("joined");
            """);
    String lines =
        IntStream.range(0, 100).mapToObj(i -> "c" + i + "\n").collect(Collectors.joining());
    assertThat(cell.out()).isEqualTo(lines + "joined\n");
  }

  @Test
  void lateOutputBelongsToTheCellThatStartedIt() throws Exception {
    try (Gate child = Gate.at(folder, "late child");
        Gate thread = Gate.at(folder, "late thread")) {
      LiveKernel.Ran first =
          kernel.run(
              """
              var late = new Process(() -> { await("late child"); println("from the child"); });
              late.start();
              var thread = new Thread(() -> {
                try {
                  await("late thread");
                  println("from the thread");
                } catch (Exception e) {
                  e.printStackTrace();
                }
              });
              thread.start();
              println("over");
              """);
      assertThat(first.out()).isEqualTo("over\n");
      LiveKernel.Ran second =
          kernel.begin("println(\"other\"); late.join(); thread.join(); println(\"end\");");
      second.awaitOut("other\n");
      child.open();
      thread.open();
      assertThat(second.status()).isEqualTo("ok");
      assertThat(second.out()).isEqualTo("other\nend\n");
      first.awaitOut("from the child\n").awaitOut("from the thread\n");
    }
  }

  @Test
  void outputComesAlsoWhileNoCellRuns() throws Exception {
    try (Gate gate = Gate.at(folder, "idle")) {
      LiveKernel.Ran cell =
          kernel.run(
              "var idle = new Process(() -> { await(\"idle\"); println(\"late\"); }); idle.start();");
      gate.open();
      cell.awaitOut("late\n");
      kernel.run("idle.join();");
    }
  }

  @Test
  void errorsAreApart() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var two = new Process(() -> { System.out.println("o"); System.err.println("e"); });
            two.start();
            two.join();
            """);
    assertThat(cell.out()).isEqualTo("o\n");
    assertThat(cell.err()).isEqualTo("e\n");
  }

  @Test
  void uncaughtExceptionIsPrintedUnderTheCell() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var thrower = new Process(() -> { throw new IllegalStateException("of the child"); });
            thrower.name("thrower").start();
            thrower.join();
            thrower.exitCode()
            """);
    assertThat(cell.value()).isEqualTo("1");
    assertThat(cell.err())
        .startsWith("Process thrower:\njava.lang.IllegalStateException: of the child\n");
  }

  @Test
  void childShowsAndChangesADisplay() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var shower = new Process(() -> {
              display("<b>bold</b>", "text/html");
              String id = display("old");
              updateDisplay(id, "new");
            });
            shower.start();
            shower.join();
            """);
    List<Message> shown = cell.output("display_data");
    assertThat(shown).hasSize(2);
    assertThat(shown.getFirst().content().path("data").path("text/html").asText())
        .isEqualTo("<b>bold</b>");
    Message old = shown.getLast();
    assertThat(old.content().path("data").path("text/plain").asText()).isEqualTo("old");
    Message change = cell.output("update_display_data").getFirst();
    assertThat(change.content().path("data").path("text/plain").asText()).isEqualTo("new");
    assertThat(change.content().path("transient"))
        .isEqualTo(old.content().path("transient"))
        .isNotEmpty();
  }

  @Test
  void childChangesADisplayOfItsParent() throws Exception {
    LiveKernel.Ran first = kernel.run("String shownId = display(\"parent's\");");
    kernel.run(
        "var changer = new Process(() -> updateDisplay(shownId, \"child's\")); changer.start();"
            + " changer.join();");
    String id =
        first
            .output("display_data")
            .getFirst()
            .content()
            .path("transient")
            .path("display_id")
            .asText();
    assertThat(id).isNotEmpty();
    assertThat(kernel.published(message -> message.type().equals("update_display_data")))
        .anySatisfy(message -> {
          assertThat(message.content().path("transient").path("display_id").asText()).isEqualTo(id);
          assertThat(message.content().path("data").path("text/plain").asText())
              .isEqualTo("child's");
        });
  }

  @Test
  void machineCodePrintsUnderTheCell() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var nativeOne = new Process(() -> {
              var command = new ProcessBuilder("sh", "-c", "echo native; echo wrong >&2");
              command.inheritIO().start().waitFor();
            });
            nativeOne.start();
            nativeOne.join();
            """);
    assertThat(cell.out()).isEqualTo("native\n");
    assertThat(cell.err()).isEqualTo("wrong\n");
  }

  @Test
  void crashReportComesUnderTheCell() throws Exception {
    LiveKernel.Ran report =
        kernel.run(
            """
            var reported = new Process(() -> { println("up"); sleep(100); });
            reported.start();
            """);
    report.awaitOut("up\n");
    // The virtual machine writes its report, then aborts.
    assertThat(kernel.run("reported.signal(11); reported.join(); reported.exitCode()").value())
        .isEqualTo("-6");
    report.awaitOutput(
        ran -> (ran.out() + ran.err()).contains("A fatal error has been detected"), "crash report");
    assertThat(report.out() + report.err()).contains("SIGSEGV");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (int i = 0; i < 20_000; i++) System.out.println(\"line \" + i);",
        "var much = new Process(() -> { for (int i = 0; i < 20_000; i++) println(\"line \" + i); });"
            + " much.start(); much.join();"
      })
  void manyLinesAreFewMessages(String code) throws Exception {
    long begin = System.nanoTime();
    LiveKernel.Ran cell = kernel.run(code);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(cell.out())
        .isEqualTo(
            IntStream.range(0, 20_000)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining()));
    // The first, the last, those that are full, and one for each window of 20 ms.
    assertThat(cell.streams("stdout"))
        .hasSizeLessThan(50)
        .hasSizeLessThanOrEqualTo((int) (3 + cell.out().length() / 21_000 + millis / 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"print();", "var p = new Process(() -> print()); p.start(); p.join();"})
  void charactersAreNeverSplit(String code) throws Exception {
    kernel.run(
        """
        void print() throws Exception {
          byte[] text = "ä€😀\\n".getBytes("UTF-8");
          for (byte each : text) {
            System.out.write(each);
            System.out.flush();
            Thread.sleep(30);
          }
        }
        """);
    LiveKernel.Ran cell = kernel.run(code);
    assertThat(cell.out()).isEqualTo("ä€😀\n");
    assertThat(cell.streams("stdout"))
        .noneMatch(message -> message.content().path("text").asText().contains("\uFFFD"));
  }

  @Test
  void linesOfManyAreNeverTorn() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var crowd = new ArrayList<Process>();
            for (String who : List.of("a", "b", "c"))
              crowd.add(new Process(() -> { for (int i : range(500)) println(who.repeat(50)); }));
            crowd.forEach(Process::start);
            crowd.forEach(Process::join);
            """);
    assertThat(cell.out().lines())
        .hasSize(1500)
        .allMatch(line -> line.matches("a{50}|b{50}|c{50}"));
  }

  @Test
  void grandchildrenPrintUnderTheCell() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var outer = new Process(() -> {
              var inner = new Process(() -> println("inner of " + getppid()));
              inner.start();
              inner.join();
              println("outer is " + getpid() + ", inner ended with " + inner.exitCode());
            });
            outer.start();
            outer.join();
            outer.pid()
            """);
    String pid = cell.value();
    assertThat(cell.out())
        .isEqualTo("inner of %s\nouter is %s, inner ended with 0\n".formatted(pid, pid));
  }
}
