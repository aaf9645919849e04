package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Completeness;
import dev.braid.jupyter.Completion;
import dev.braid.jupyter.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnswersTest {
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new Engine();
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
  }

  private static Completion complete(String code) {
    return engine.interpreter.complete(code, code.codePointCount(0, code.length()));
  }

  @Test
  void completionCountsCodePoints() {
    Completion completion = complete("String e = \"\ud83d\ude00\ud83d\ude00\"; e.subs");

    assertThat(completion.start()).isEqualTo(19);
    assertThat(completion.end()).isEqualTo(23);
    assertThat(completion.items()).extracting(Completion.Item::text).contains("substring(");
  }

  @Test
  void magicsAreCompleted() {
    assertThat(complete("%ti").items()).extracting(Completion.Item::text).containsExactly("%time");
    assertThat(complete("%%").items()).extracting(Completion.Item::text).containsExactly("%%time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Math.abs", "Math.abs(", "String", "int q = Math.abs", "\"\".length"})
  void nameAtTheCursorIsInspected(String code) {
    assertThat(engine.interpreter.inspect(code, code.length(), 0))
        .hasValueSatisfying(docs -> {
          assertThat(docs.data().path("text/plain").asText()).isNotBlank();
          assertThat(docs.data().path("text/html").asText()).isNotBlank();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zzz", "1 + ", "]["})
  void nothingIsKnownOfNothing(String code) {
    assertThat(engine.interpreter.inspect(code, code.length(), 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1|Complete",
        "int x = 1;|Complete",
        "''|Complete",
        "%time 1|Complete",
        "for (;;) {|Incomplete",
        "void f() {|Incomplete",
        "int x = |Incomplete",
        "// nothing|Complete",
        "1 + 1 // two|Complete",
        "notYetDefined(1)|Complete",
        "import java.util.*;|Complete",
        "import module java.base;|Complete",
        "public static void f() { }|Complete",
        "record R(int x) { }|Complete",
        "sealed interface S permits T { } record T() implements S { }|Complete",
        "if (true) f();|Complete",
        "@Deprecated int x;|Complete",
        "{ int x = 1; }|Complete",
        "x -> x + 1|Complete",
        "yes ? 1 : 2|Complete",
        "int x = 1; for (;;) {|Incomplete",
        "1+1 ]|Invalid",
        "int x = )|Invalid",
        "class { }|Invalid",
        "int = 3 3;|Invalid",
        "int x = 1; class { }|Invalid",
        "class { } for (;;) {|Invalid"
      })
  void completenessIsTold(String code, String expected) {
    assertThat(engine.interpreter.isComplete(code).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void nextLineIsIndented() {
    assertThat(engine.interpreter.isComplete("class A {\n  void f() {"))
        .isEqualTo(new Completeness.Incomplete("      "));
  }

  @Test
  void questionsAreAnsweredWhileACellRuns() throws Exception {
    var reached = Signals.expect();
    Engine.Submitted cell = engine.submit(Signals.class.getName() + ".running(); while (true) {}");
    reached.await();

    assertThat(complete("Math.ab").items()).isNotEmpty();
    assertThat(engine.interpreter.isComplete("1")).isEqualTo(new Completeness.Complete());
    engine.interpreter.interrupt();
    cell.await();
  }

  @Test
  void timeRunsItsCodeAndShowsItsValue() throws Exception {
    Engine.Submitted cell = engine.submit("%time 40 + 2");
    assertThat(cell.await()).isInstanceOf(Outcome.Value.class);
    assertThat(engine.host.text(cell.cell(), "stdout")).matches("Wall time: [\\d.]+ m?s\n");
    assertThat(engine.value("%%time\nint t = 1;\nt + 1")).isEqualTo("2");
  }

  @Test
  void unknownMagicNamesItselfAndTheNearest() throws Exception {
    Outcome.Failed failed = engine.failure("int before = 1;\n%tiem 1");
    assertThat(failed.value())
        .isEqualTo(
            "there is no magic %tiem; did you mean %time?"
                + " there are %doc, %load, %processes, %ps, %time");
    assertThat(failed.traceback()).hasSize(1);
  }

  @Test
  void remainderIsNoMagic() throws Exception {
    assertThat(engine.value("int x = 7, y = 4;\nint r = x\n  %y;\nx %y + r")).isEqualTo("6");
  }

  @Test
  void loadRunsAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("part.jsh");
    Files.writeString(file, "int loaded = 5;\nloaded + 1");
    assertThat(engine.value("%load " + directory.resolve("part"))).isEqualTo("6");
    assertThat(engine.value("int six = %load " + file + "\nsix")).isEqualTo("6");
    assertThat(engine.failure("%load " + directory.resolve("none")).value())
        .contains("none")
        .contains("check the name");
  }

  @Test
  void docSendsAPage() throws Exception {
    Outcome outcome = engine.run("%doc Math.abs");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Nothing.class,
            nothing ->
                assertThat(nothing.payloads())
                    .singleElement()
                    .satisfies(payload -> {
                      assertThat(payload.path("source").asText()).isEqualTo("page");
                      assertThat(payload.path("data").path("text/plain").asText()).contains("abs");
                    }));
  }

  @Test
  void jdkTypeIsUsedWhereOnlyItFits() throws Exception {
    Snippets snippets = new Snippets(engine.shell(), Map.of("Thing", "java.util.LinkedList"));
    engine.done("class Thing {}");
    CellLines.Origin origin = new CellLines.Origin("test", 1);
    assertThat(snippets.evaluate("Thing ours = new Thing();", origin))
        .isInstanceOf(Evaluated.Done.class);
    assertThat(snippets.evaluate("Thing<String> theirs = new Thing<>(); // Thing", origin))
        .isInstanceOf(Evaluated.Done.class);
    assertThat(snippets.evaluate("Thing wrong = 1;", origin))
        .isInstanceOf(Evaluated.Rejected.class);
  }
}
