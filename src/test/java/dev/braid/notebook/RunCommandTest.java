package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The runner against a real kernel process of a tiny language.
class RunCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path save(String name, String... cells) throws IOException {
    return Files.writeString(folder.resolve(name), NotebookTest.code(cells));
  }

  private int run(Object... arguments) {
    var words = new ArrayList<String>(List.of("run"));
    for (Object each : arguments) {
      words.add(each.toString());
    }
    return Main.commandLine(KernelCommand.ofThisProgram(TinyKernelMain.class.getName()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words.toArray(String[]::new));
  }

  private Path results() {
    return folder.resolve("results");
  }

  private Notebook result(String name) throws IOException {
    return Notebook.read(results().resolve(name));
  }

  private static String outputs(Notebook notebook, int cell) {
    return notebook.cell(cell).outputs().toString();
  }

  @AfterEach
  void noProcessIsLeft() {
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void cellsRunInOrderAndAreWrittenWithTheirOutputs() throws IOException {
    Path file = save("a.ipynb", "print one\nerr two", "", "value three");
    assertThat(run(file, "--output", results())).as(err.toString()).isZero();
    Notebook notebook = result("a.ipynb");
    assertThat(outputs(notebook, 1)).contains("stdout", "one\\n", "stderr", "two\\n");
    assertThat(outputs(notebook, 3)).contains("execute_result", "three");
    assertThat(notebook.cell(1).json().path("execution_count").asInt()).isEqualTo(1);
    assertThat(notebook.cell(2).json().path("execution_count").isNull()).isTrue();
    assertThat(notebook.cell(3).json().path("execution_count").asInt()).isEqualTo(2);
    assertThat(notebook.cell(3).outputs().path(0).path("execution_count").asInt()).isEqualTo(2);
  }

  @Test
  void notebookSaysWhichKernelRanIt() throws IOException {
    assertThat(run(save("a.ipynb", "print x"), "--output", results())).isZero();
    JsonNode metadata = result("a.ipynb").metadata();
    assertThat(metadata.path("kernelspec").path("name").asText()).isEqualTo("braid");
    assertThat(metadata.path("language_info").path("file_extension").asText()).isEqualTo(".tiny");
  }

  @Test
  void terminalShowsNumberSourceAndOutput() throws IOException {
    assertThat(run(save("a.ipynb", "print one\nprint two", "value 3"), "--output", results()))
        .isZero();
    assertThat(out.toString())
        .contains(
            """

            In [1]: print one
                    print two
            one
            two

            In [2]: value 3
            Out[2]: 3
            """)
        .doesNotContain("\u001B");
  }

  @Test
  void lateOutputGoesToItsOwnCell() throws IOException {
    assertThat(run(save("a.ipynb", "print one", "earlier late\nprint two"), "--output", results()))
        .isZero();
    assertThat(outputs(result("a.ipynb"), 1)).contains("one", "late");
    assertThat(outputs(result("a.ipynb"), 2)).contains("two").doesNotContain("late");
    assertThat(out.toString()).contains("(from In [1])\nlate\n(from In [2])\ntwo\n");
  }

  @Test
  void displayChangesWhereItWasShown() throws IOException {
    assertThat(run(save("a.ipynb", "show x old", "change x new"), "--output", results())).isZero();
    assertThat(outputs(result("a.ipynb"), 1)).contains("new").doesNotContain("old");
  }

  @Test
  void earlierOutputsAreForgotten() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.ipynb"),
            NotebookTest.code("print new", "fail x", "print never")
                .replace(
                    "\"outputs\": []",
                    "\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\","
                        + " \"text\": \"old\"}]"));
    assertThat(run(file, "--in-place")).isEqualTo(1);
    assertThat(file).content().contains("new").doesNotContain("old");
  }

  @Test
  void inPlaceWritesNothingElse() throws IOException {
    Path file = save("a.ipynb", "print one");
    assertThat(run(file, "--in-place")).isZero();
    assertThat(file).content().contains("one\\n");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
  }

  @Test
  void outputMayNameAFile() throws IOException {
    assertThat(run(save("a.ipynb", "print one"), "--output", folder.resolve("x/b.ipynb"))).isZero();
    assertThat(folder.resolve("x/b.ipynb")).content().contains("one\\n");
  }

  @Test
  void severalRunInTheirOwnKernels() throws IOException {
    assertThat(run(save("a.ipynb", "value 1"), save("b.ipynb", "value 1"), "--output", results()))
        .isZero();
    assertThat(result("a.ipynb").cell(1).json().path("execution_count").asInt()).isEqualTo(1);
    assertThat(result("b.ipynb").cell(1).json().path("execution_count").asInt()).isEqualTo(1);
  }

  @Test
  void pageIsWrittenBesideTheNotebook() throws IOException {
    assertThat(run(save("a.ipynb", "print <one>"), "--output", results(), "--html")).isZero();
    assertThat(results().resolve("a.html")).content().contains("&lt;one&gt;");
  }

  @Test
  void childrenOfTheKernelEndWithIt() throws IOException {
    assertThat(run(save("a.ipynb", "child"), "--output", results())).isZero();
    long pid = Long.parseLong(out.toString().replaceAll("(?s).*child (\\d+).*", "$1"));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void withoutATerminalNobodyIsAsked() throws IOException {
    assertThat(run(save("a.ipynb", "ask Name?"), "--output", results())).isEqualTo(1);
    assertThat(err.toString()).contains("In [1] failed: NoInput: this client can't ask for input");
  }

  @Nested
  class WhenACellFails {
    @Test
    void theRunStopsAndTheNotebookHasTheOutputsSoFar() throws IOException {
      Path file = save("a.ipynb", "print one", "fail no luck", "print never");
      assertThat(run(file, "--output", results())).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo(
              "braid: %s: the cell In [2] failed: Failure: no luck;".formatted(file)
                  + " correct it, or tag it raises-exception if that is meant\n");
      assertThat(outputs(result("a.ipynb"), 1)).contains("one");
      assertThat(outputs(result("a.ipynb"), 2)).contains("traceback");
      assertThat(outputs(result("a.ipynb"), 3)).isEqualTo("[]");
    }

    @Test
    void itsTagMayAllowIt() throws IOException {
      Path file =
          Files.writeString(
              folder.resolve("a.ipynb"),
              NotebookTest.code("fail as announced", "print on")
                  .replaceFirst(
                      "\"metadata\": \\{}, \"outputs",
                      "\"metadata\": {\"tags\": [\"raises-exception\"]}, \"outputs"));
      assertThat(run(file, "--output", results())).as(err.toString()).isZero();
      assertThat(outputs(result("a.ipynb"), 2)).contains("on");
    }

    @Test
    void allErrorsMayBeAllowed() throws IOException {
      Path file = save("a.ipynb", "fail a", "print on");
      assertThat(run(file, "--output", results(), "--allow-errors")).isZero();
      assertThat(outputs(result("a.ipynb"), 2)).contains("on");
    }

    @Test
    void notebooksAfterItDoNotRun() throws IOException {
      Path first = save("a.ipynb", "fail a");
      Path second = save("b.ipynb", "print b");
      assertThat(run(first, second, "--output", results())).isEqualTo(1);
      assertThat(results().resolve("b.ipynb")).doesNotExist();
    }
  }

  @Nested
  class WhenACellTakesTooLong {
    @Test
    void itIsInterruptedAndNamed() throws IOException {
      Path file = save("a.ipynb", "wait", "print never");
      assertThat(run(file, "--output", results(), "--timeout", 1)).isEqualTo(1);
      assertThat(err.toString())
          .contains("the cell In [1] took longer than 1 s and was interrupted; ", "--timeout")
          .hasLineCount(1);
      assertThat(outputs(result("a.ipynb"), 1)).contains("stopped");
    }

    @Test
    void itsKernelIsEndedIfItHangs() throws IOException {
      Path file = save("a.ipynb", "print one\nhang");
      assertThat(run(file, "--output", results(), "--timeout", 1)).isEqualTo(1);
      assertThat(err.toString()).contains("In [1]", "ended together with its kernel");
      assertThat(outputs(result("a.ipynb"), 1)).contains("one");
    }
  }

  @Nested
  class WhenTheKernelDies {
    @Test
    void messageHasItsStatusAndLastLines() throws IOException {
      Path file = save("a.ipynb", "print one", "raw out of luck\ndie 7");
      assertThat(run(file, "--output", results())).isEqualTo(1);
      assertThat(err.toString())
          .containsPattern("braid: the kernel \\(pid \\d+\\) ended by itself with exit status 7;")
          .contains("out of luck");
      assertThat(outputs(result("a.ipynb"), 1)).contains("one");
    }

    @Test
    void atItsStartNothingIsLostEither() throws IOException {
      Path file = save("a.ipynb", "print one");
      int status =
          Main.commandLine(KernelCommand.ofThisProgram("dev.braid.notebook.NoSuchMain"))
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute("run", file.toString(), "--output", results().toString());
      assertThat(status).isEqualTo(1);
      assertThat(err.toString()).contains("exit status 1", "NoSuchMain");
    }
  }

  @Nested
  class WhenItIsCalledWrongly {
    @Test
    void notebookIsNeeded() {
      assertThat(run()).isEqualTo(2);
      assertThat(err.toString()).isEqualTo("braid: Missing required parameter: 'NOTEBOOK'\n");
    }

    @Test
    void badNotebookIsFoundBeforeAnyRuns() throws IOException {
      Path good = save("a.ipynb", "print one");
      Path bad = folder.resolve("none.ipynb");
      assertThat(run(good, bad, "--output", results())).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo("braid: %s doesn't exist; check the path\n".formatted(bad));
      assertThat(results()).doesNotExist();
    }

    @Test
    void outputAndInPlaceExcludeEachOther() throws IOException {
      assertThat(run(save("a.ipynb", "value 1"), "--in-place", "--output", results())).isEqualTo(2);
      assertThat(err.toString()).contains("mutually exclusive").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon"})
    void timeoutIsWholeSeconds(String timeout) throws IOException {
      assertThat(run(save("a.ipynb", "value 1"), "--timeout", timeout)).isEqualTo(2);
      assertThat(err.toString()).contains("--timeout").hasLineCount(1);
    }

    @Test
    void oneFileForTwoNotebooksIsRefused() throws IOException {
      Path a = save("a.ipynb", "value 1");
      assertThat(run(a, save("b.ipynb", "value 1"), "--output", "c.ipynb")).isEqualTo(2);
      assertThat(err.toString()).contains("name a directory");
    }

    @Test
    void twoNotebooksOfOneNameAreRefused() throws IOException {
      Path a = save("a.ipynb", "value 1");
      assertThat(run(a, a, "--output", results())).isEqualTo(2);
      assertThat(err.toString()).contains("two notebooks would be written to");
    }

    @Test
    void placeThatCannotBeWrittenIsFoundBeforeAnyRuns() throws IOException {
      Path file = save("a.ipynb", "print one");
      assertThat(run(file, "--output", file.resolve("below"))).isEqualTo(1);
      assertThat(err.toString()).contains("can't be made", "--output").hasLineCount(1);
      assertThat(out.toString()).isEmpty();
    }
  }

  @Nested
  class WhenItIsStopped {
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void nothingIsLeftAndTheOutputsSoFarAreWritten(String signal) throws Exception {
      Path file = save("a.ipynb", "child\nprint one", "print two\nwait");
      Process runner = start(file);
      try {
        long child = awaitTwo(runner);
        signal(signal, runner.pid());
        assertThat(runner.waitFor()).isNotZero();
        assertThat(outputs(result("a.ipynb"), 1)).contains("one");
        assertThat(outputs(result("a.ipynb"), 2)).contains("two");
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
      } finally {
        runner.destroyForcibly();
      }
    }

    private Process start(Path file) throws IOException {
      var command = new ArrayList<String>();
      if (Files.isExecutable(Path.of("/usr/bin/env")) && Files.isDirectory(Path.of("/proc/self"))) {
        // A build in the background ignores SIGINT, and its processes with it.
        command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
      }
      command.addAll(KernelCommand.ofThisProgram(TinyMain.class.getName()).with("run"));
      command.addAll(List.of(file.toString(), "--output", results().toString()));
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    // Reads until the second cell runs.
    private long awaitTwo(Process runner) throws IOException {
      long child = 0;
      var lines = new BufferedReader(runner.inputReader());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("child \\d+")) {
          child = Long.parseLong(line.substring(6));
        }
        if (line.equals("two")) {
          return child;
        }
      }
      throw new AssertionError("the runner ended with " + runner.exitValue());
    }

    private static void signal(String name, long pid) throws Exception {
      CompletableFuture<Process> sent =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().onExit();
      assertThat(sent.get(10, TimeUnit.SECONDS).exitValue()).isZero();
    }
  }
}
