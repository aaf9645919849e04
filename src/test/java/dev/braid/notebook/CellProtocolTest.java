package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.jupyter.ExecuteRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client may ask of a cell, and what a cell may hand to a child, through the real kernel
/// and protocol.
@Timeout(120)
class CellProtocolTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
  }

  @AfterAll
  static void close() throws Exception {
    kernel.close();
  }

  private static int count(LiveKernel.Ran cell) throws Exception {
    return cell.reply().content().path("execution_count").asInt();
  }

  @Test
  void silentCellShowsAndCountsNothing() throws Exception {
    int before = count(kernel.run("1"));
    LiveKernel.Ran silent = kernel.run(ExecuteRequest.of("int quiet = 5; quiet").silently());
    assertThat(silent.output("execute_input")).isEmpty();
    assertThat(silent.output("execute_result")).isEmpty();
    LiveKernel.Ran next = kernel.run("quiet");
    assertThat(next.value()).isEqualTo("5");
    assertThat(count(next)).isEqualTo(before + 1);
  }

  @Test
  void cellWithoutHistoryIsNotCounted() throws Exception {
    int before = count(kernel.run("1"));
    LiveKernel.Ran cell = kernel.run(ExecuteRequest.of("2").withoutHistory());
    assertThat(cell.value()).isEqualTo("2");
    assertThat(count(cell)).isEqualTo(before);
    assertThat(count(kernel.run("3"))).isEqualTo(before + 1);
  }

  @Test
  void expressionsAreEvaluatedAfterTheCell() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            ExecuteRequest.of("int base = 6;")
                .asking(Map.of("good", "base * 7", "bad", "noSuchThing", "none", "int x = 1")));
    JsonNode values = cell.reply().content().path("user_expressions");
    assertThat(values.path("good").path("data").path("text/plain").asText()).isEqualTo("42");
    assertThat(values.path("bad").path("status").asText()).isEqualTo("error");
    assertThat(values.path("bad").path("evalue").asText()).contains("noSuchThing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new Scanner(System.in).nextLine()", "IO.readln()"})
  void answerOfTheUserKeepsItsCharacters(String code) throws Exception {
    kernel.client.onInput((prompt, password) -> Optional.of("Grüße, 日本 😀"));
    assertThat(kernel.run(ExecuteRequest.of(code).withStdin()).value()).isEqualTo("Grüße, 日本 😀");
  }

  @Test
  void queuedCellsAreGivenUpAfterAnError() throws Exception {
    try (Gate gate = Gate.at(folder, "error")) {
      LiveKernel.Ran failing = kernel.begin(gate.await() + " throw new Exception(\"no luck\");");
      LiveKernel.Ran queued = kernel.begin("println(\"never\");");
      kernel.client.kernelInfo().await(LiveKernel.LONG); // both have arrived
      gate.open();
      assertThat(failing.status()).isEqualTo("error");
      assertThat(failing.reply().content().path("evalue").asText()).isEqualTo("no luck");
      assertThat(queued.status()).isEqualTo("aborted");
      assertThat(queued.out()).isEmpty();
      assertThat(kernel.run("1 + 1").value()).isEqualTo("2");
    }
  }

  @Test
  void queuedCellsRunAfterAnErrorIfTheClientWants() throws Exception {
    try (Gate gate = Gate.at(folder, "carryingOn")) {
      LiveKernel.Ran failing =
          kernel.begin(
              ExecuteRequest.of(gate.await() + " throw new Exception(\"no luck\");").carryingOn());
      LiveKernel.Ran queued = kernel.begin("println(\"still\");");
      kernel.client.kernelInfo().await(LiveKernel.LONG);
      gate.open();
      assertThat(failing.status()).isEqualTo("error");
      assertThat(queued.status()).isEqualTo("ok");
      assertThat(queued.out()).isEqualTo("still\n");
    }
  }

  @Test
  void exitInACellEndsTheCellAlone() throws Exception {
    kernel.run("int kept = 11;");
    LiveKernel.Ran exit = kernel.end("System.exit(5);");
    assertThat(exit.status()).isEqualTo("error");
    assertThat(exit.reply().content().path("evalue").asText()).contains("System.exit(5)");
    assertThat(kernel.run("kept").value()).isEqualTo("11");
  }

  @Test
  void exitInAChildIsItsExitCode() throws Exception {
    assertThat(
            kernel
                .run(
                    """
                    var exits = new ArrayList<Integer>();
                    for (int code : List.of(0, 5, 143, 256 + 7)) {
                      var each = new Process(() -> System.exit(code));
                      each.start();
                      each.join();
                      exits.add(each.exitCode());
                    }
                    exits
                    """)
                .value())
        .isEqualTo("[0, 5, 143, 7]");
  }

  @Nested
  class WhatACellDefinesCrosses {
    private String childPrints(String definitions, String target) throws Exception {
      kernel.run(definitions);
      return kernel
          .run(
              "var crossing = new Process(%s); crossing.start(); crossing.join();"
                  .formatted(target))
          .out();
    }

    @Test
    void aRecord() throws Exception {
      assertThat(
              childPrints(
                  "record Point(int x, int y) { int sum() { return x + y; } }"
                      + " var point = new Point(2, 3);",
                  "() -> println(point + \" \" + point.sum())"))
          .isEqualTo("Point[x=2, y=3] 5\n");
    }

    @Test
    void anEnum() throws Exception {
      assertThat(
              childPrints(
                  "enum Colour { RED, GREEN } var colour = Colour.GREEN;",
                  "c -> println(c + \" \" + (c == Colour.GREEN)), colour"))
          .isEqualTo("GREEN true\n");
    }

    @Test
    void aClassWithItsState() throws Exception {
      assertThat(
              childPrints(
                  "class Counter { int n = 40; int next() { return ++n; } }"
                      + " var counter = new Counter(); counter.next();",
                  "() -> println(counter.next())"))
          .isEqualTo("42\n");
      assertThat(kernel.run("counter.n").value()).isEqualTo("41");
    }

    @Test
    void methodReferences() throws Exception {
      assertThat(
              childPrints(
                  "class Greeter { String who = \"egon\"; void greet() { println(\"hello \" + who); }"
                      + " static void all() { println(\"hello all\"); } }"
                      + " var greeter = new Greeter();",
                  "greeter::greet"))
          .isEqualTo("hello egon\n");
      assertThat(childPrints("", "Greeter::all")).isEqualTo("hello all\n");
    }

    @Test
    void plainLambdasWithinLambdas() throws Exception {
      assertThat(
              childPrints(
                  "int factor = 3; Function<Integer, Integer> times = x -> x * factor;"
                      + " Runnable inner = () -> println(\"inner \" + times.apply(14));"
                      + " Runnable outer = () -> inner.run();",
                  "() -> outer.run()"))
          .isEqualTo("inner 42\n");
    }

    @Test
    void andGoesOnToTheGrandchild() throws Exception {
      assertThat(
              childPrints(
                  "record Name(String text) {} var name = new Name(\"lina\");"
                      + " Runnable say = () -> println(name.text());",
                  "() -> { var next = new Process(() -> say.run()); next.start(); next.join(); }"))
          .isEqualTo("lina\n");
    }
  }
}
