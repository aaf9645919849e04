package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new Engine();
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
  }

  @Test
  void compileErrorMarksItsSpan() throws Exception {
    Outcome.Failed failed = engine.failure("int fine = 1;\nint wrong =\n    \"text\";");

    assertThat(failed.name()).isEqualTo("CompileError");
    assertThat(failed.value()).contains("String cannot be converted to int");
    assertThat(Engine.traceback(failed))
        .containsPattern("In\\[\\d+], line 3: incompatible types")
        .contains("    3 |     \"text\";\n      |     ^^^^^^");
  }

  @Test
  void compileErrorNamesTheCandidates() throws Exception {
    assertThat(Engine.traceback(engine.failure("Math.max(\"a\")")))
        .contains("no suitable method found")
        .contains("max(int,int)");
  }

  @Test
  void unfinishedCellIsACompileError() throws Exception {
    assertThat(engine.failure("for (;;) {").name()).isEqualTo("CompileError");
    assertThat(engine.failure("1 + 1 ]").name()).isEqualTo("CompileError");
  }

  @Test
  void unknownTypeOfAVariableFailsAtOnce() throws Exception {
    Outcome.Failed failed = engine.failure("Strng s = \"typo\";");
    assertThat(failed.name()).isEqualTo("CompileError");
    assertThat(failed.value()).contains("cannot find").contains("Strng");
  }

  @Test
  void classThatWaitsIsNamedWhenUsed() throws Exception {
    engine.done("class Child extends Parent {}");
    assertThat(Engine.traceback(engine.failure("new Child()")))
        .contains("Child waits for class Parent");
  }

  @Test
  void exceptionShowsItsLinesOfTheCell() throws Exception {
    engine.done(
        "class Deep {\n  void dig(int n) {\n    if (n == 0) throw new IllegalStateException(\"boom\");\n"
            + "    dig(n - 1);\n  }\n}");
    Outcome.Failed failed = engine.failure("\nint x = 1;\nnew Deep()\n    .dig(1);");

    assertThat(failed.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.value()).isEqualTo("boom");
    assertThat(Engine.traceback(failed).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("java.lang.IllegalStateException: boom"),
            line ->
                assertThat(line)
                    .matches(
                        "    at Deep.dig \\(cell In\\[\\d+]:3\\)  if \\(n == 0\\) throw new .*"),
            line ->
                assertThat(line)
                    .matches("    at Deep.dig \\(cell In\\[\\d+]:4\\)  dig\\(n - 1\\);"),
            line -> assertThat(line).matches("    at \\(cell In\\[\\d+]:4\\)  .dig\\(1\\);"));
  }

  @Test
  void causesAndSuppressedAreShown() throws Exception {
    Outcome.Failed failed =
        engine.failure(
            """
            class MyError extends RuntimeException {
              MyError(String m, Throwable cause) { super(m, cause); }
            }
            try {
              Integer.parseInt("x");
            } catch (NumberFormatException e) {
              var mine = new MyError("outer", e);
              mine.addSuppressed(new java.io.IOException("beside"));
              throw mine;
            }
            """);
    assertThat(failed.name()).isEqualTo("MyError");
    assertThat(Engine.traceback(failed))
        .startsWith("MyError: outer")
        .contains("Suppressed: java.io.IOException: beside")
        .contains("Caused by: java.lang.NumberFormatException: For input string: \"x\"")
        .contains("at java.lang.Integer.parseInt(Integer.java:")
        .containsPattern("\\(cell In\\[\\d+]:5\\)  Integer.parseInt\\(\"x\"\\);")
        .doesNotContain("jdk.jshell", "dev.braid", "reflect", "do_it");
  }

  @Test
  void overloadsKeepTheirLines() throws Exception {
    engine.done("\n\nvoid over(String s) {\n\n  throw new IllegalArgumentException(s);\n}");
    engine.done("void over(int i) {\n  over(\"x\" + i);\n}");
    assertThat(Engine.traceback(engine.failure("over(1)")))
        .containsPattern("at over \\(cell In\\[\\d+]:5\\)  throw new")
        .containsPattern("at over \\(cell In\\[\\d+]:2\\)  over\\(\"x\"");
  }

  @Test
  void lambdaFramesAreReadable() throws Exception {
    assertThat(
            Engine.traceback(
                engine.failure("Runnable r = () -> {\n  int z = 1 / 0;\n};\nr.run();")))
        .contains("java.lang.ArithmeticException: / by zero")
        .containsPattern("at lambda \\(cell In\\[\\d+]:2\\)  int z = 1 / 0;");
  }

  @Test
  void endlessRecursionIsCutShort() throws Exception {
    Outcome.Failed failed = engine.failure("int rec(int n) { return rec(n + 1) + 1; } rec(0)");
    assertThat(failed.name()).isEqualTo("java.lang.StackOverflowError");
    assertThat(failed.traceback()).hasSizeLessThan(40);
  }

  @Test
  void failureOfRenderingIsTheCells() throws Exception {
    Outcome.Failed failed =
        engine.failure(
            "class Bad { public String toString() { throw new IllegalStateException(\"shown\"); } }\n"
                + "new Bad()");
    assertThat(failed.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(Engine.traceback(failed)).contains("Bad.toString").doesNotContain("jjava");
  }

  @Test
  void uncaughtExceptionOfAThreadShowsItsCell() throws Exception {
    Engine.Submitted cell =
        engine.submit(
            "var thread = new Thread(() -> { throw new IllegalStateException(\"inside\"); });\n"
                + "thread.start(); thread.join();");
    cell.await();
    assertThat(engine.host.text(cell.cell(), "stderr").replaceAll("\u001b\\[[0-9;]*m", ""))
        .startsWith("Exception in thread \"Thread-")
        .contains("java.lang.IllegalStateException: inside")
        .contains("at lambda (cell");
  }
}
