package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new Engine();
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1|2",
        "\"a\" + 1|a1",
        "int a = 3; a * 2|6",
        "int b = 3; b|3",
        "List.of(1, 2)|[1, 2]",
        "new int[] {1, 2}|[1, 2]",
        "record P(int x) {} new P(4)|P[x=4]",
        "Stream.of(1, 2).map(x -> x + 1).toList()|[2, 3]"
      })
  void lastExpressionIsTheResult(String code, String text) throws Exception {
    assertThat(engine.value(code)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " // only a comment",
        "int i = 5;",
        "i = 6",
        "1 + 1; int j = 3;",
        "void f() {}",
        "class C {}",
        "import java.text.*;",
        "for (int k = 0; k < 3; k++) {}",
        "String nothing = null; nothing"
      })
  void otherCellsHaveNoResult(String code) throws Exception {
    engine.done(code);
  }

  @Test
  void methodMayUseOneThatIsDefinedLater() throws Exception {
    engine.done("int twice(int x) { return times(x, 2); }");

    Outcome.Failed early = engine.failure("twice(4)");
    assertThat(early.name()).isEqualTo("UnresolvedReference");
    assertThat(early.value()).contains("twice").contains("times");

    engine.done("int times(int x, int n) { return x * n; }");
    assertThat(engine.value("twice(4)")).isEqualTo("8");
  }

  @Test
  void classesMayUseEachOther() throws Exception {
    engine.done("class Ping { Pong pong; int ask() { return pong.answer(); } }");
    engine.done("class Pong { Ping ping; int answer() { return 42; } }");

    assertThat(engine.value("var ping = new Ping(); ping.pong = new Pong(); ping.ask()"))
        .isEqualTo("42");
  }

  @Test
  void redefinitionReachesThoseWhoUseIt() throws Exception {
    engine.done("int one() { return 1; } int plus() { return one() + 1; }");
    assertThat(engine.value("plus()")).isEqualTo("2");
    engine.done("int one() { return 10; }");
    assertThat(engine.value("plus()")).isEqualTo("11");
  }

  @Test
  void redefinedClassReplacesTheOldOne() throws Exception {
    engine.done("class Shape { String name() { return \"old\"; } }");
    engine.done("class Shape { String name() { return \"new\"; } }");
    assertThat(engine.value("new Shape().name()")).isEqualTo("new");
  }

  @Test
  void runStopsAtTheFirstFailure() throws Exception {
    engine.done("int reached = 0;");
    engine.failure("reached = 1;\nthrow new IllegalStateException();\nreached = 2;");
    assertThat(engine.value("reached")).isEqualTo("1");
  }

  @Test
  void multiLineStatementsAndTextBlocksStayWhole() throws Exception {
    assertThat(
            engine.value(
                """
                var text = \"""
                    %time is no magic here
                    x = %load
                    \""";
                text.lines()
                    .map(String::strip)
                    .toList()
                """))
        .isEqualTo("[%time is no magic here, x = %load]");
  }

  @Test
  void evalRunsSourceInTheNotebook() throws Exception {
    assertThat(engine.value("eval(\"int fromEval = 7;\"); eval(\"fromEval + 1\")")).isEqualTo("8");
  }

  @Test
  void userExpressionsHaveValuesOrFailures() throws Exception {
    assertThat(engine.expression("6 * 7")).isInstanceOf(Outcome.Value.class);
    assertThat(engine.expression("missing")).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void exitEndsTheCellAndNotTheKernel() throws Exception {
    Outcome.Failed failed = engine.failure("System.out.println(1); System.exit(3);");
    assertThat(failed.name()).isEqualTo("SystemExit");
    assertThat(failed.value()).startsWith("System.exit(3) ended the cell");
    assertThat(engine.failure("Runtime.getRuntime().halt(4);").name()).isEqualTo("SystemExit");
    assertThat(engine.value("1 + 1")).isEqualTo("2");
  }

  @Test
  void classResourcesAreServed() throws Exception {
    assertThat(
            engine.value(
                "class Here {} Here.class.getResourceAsStream("
                    + "Here.class.getName().replaceAll(\".*[.]\", \"\") + \".class\").read()"))
        .isEqualTo("202");
  }
}
