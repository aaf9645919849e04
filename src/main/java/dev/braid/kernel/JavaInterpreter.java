package dev.braid.kernel;

import dev.braid.code.CodeBase;
import dev.braid.display.MimeBundle;
import dev.braid.display.Notebook;
import dev.braid.jupyter.Bundle;
import dev.braid.jupyter.Completeness;
import dev.braid.jupyter.Completion;
import dev.braid.jupyter.Execution;
import dev.braid.jupyter.Host;
import dev.braid.jupyter.Interpreter;
import dev.braid.jupyter.Language;
import dev.braid.jupyter.Outcome;
import dev.braid.memory.Audience;
import dev.braid.memory.Output;
import dev.braid.memory.Session;
import dev.braid.spawn.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Java cells, run by JShell in this JVM.
///
/// It takes over the JVM's `System.in`, `System.out` and `System.err`, so a process has one at
/// most.
public final class JavaInterpreter implements Interpreter {
  private final CellLines lines = new CellLines();
  private final CellClassLoader loader =
      new CellClassLoader(JavaInterpreter.class.getClassLoader(), lines);
  private final CellThread cells = new CellThread(loader);
  private volatile @Nullable Engine engine;

  /// What there is from [#start] on.
  private record Engine(
      OutputRouter router,
      Shell shell,
      Snippets snippets,
      Magics magics,
      Documentation documentation,
      Completions completions) {}

  /// An interpreter whose output goes into the output log from now on.
  public JavaInterpreter() {
    Output.install();
    CodeBase.use(loader);
  }

  @Override
  public Language language() {
    String version = Runtime.version().toString();
    return new Language(
        "braid",
        "0.1.0",
        "Java",
        version,
        "text/x-java-source",
        ".jshell",
        "java",
        "java",
        "Braid: Java %s with real processes".formatted(version));
  }

  @Override
  public void start(Host host) {
    OutputRouter router = new OutputRouter(host);
    Output.sink(router, Audience.NOTEBOOK);
    System.setIn(new CellInput(host, () -> flush(router)));
    // By which IO.readln reads, and which follows the locale; CellInput's bytes don't.
    System.setProperty("stdin.encoding", "UTF-8");
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    Shell shell = new Shell(loader, lines, code -> cells.userCode(code));
    Snippets snippets = new Snippets(shell, imported(shell));
    Documentation documentation = new Documentation(shell);
    Magics magics = new Magics(documentation);
    Engine started =
        new Engine(router, shell, snippets, magics, documentation, new Completions(shell, magics));
    engine = started;
    Notebook.evaluateWith(source -> value(started, "eval", source));
    MagicCall.to((name, arguments) -> value(started, "%" + name, "%" + name + " " + arguments));
  }

  private java.util.Map<String, String> imported(Shell shell) {
    try {
      Imports imports = new Imports(loader);
      for (String each : imports.snippets(loader)) {
        Evaluated evaluated = shell.evaluate(each, new CellLines.Origin("imports", 1));
        if (evaluated instanceof Evaluated.Rejected rejected) {
          throw new IllegalStateException(
              "the kernel's own imports don't compile: " + rejected.diagnostics());
        }
      }
      return imports.hidden();
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel can't list what it imports", e);
    }
  }

  private static void flush(OutputRouter router) {
    Output.flush();
    router.flush();
  }

  private void uncaught(Thread thread, Throwable thrown) {
    if (!(thrown instanceof CellStopped)) {
      System.err.println(
          "Exception in thread \"%s\" %s"
              .formatted(thread.getName(), String.join("\n", StackReport.lines(thrown, lines))));
    }
  }

  private @Nullable Object value(Engine started, String label, String source) throws Exception {
    CellRun run = newRun(started);
    try {
      return run.evaluate(label, source) instanceof Evaluated.Value(var value) ? value : null;
    } catch (CellFailedException e) {
      switch (e.getCause()) {
        case Exception own -> throw own;
        case Error own -> throw own;
        case null, default -> throw e;
      }
    }
  }

  private CellRun newRun(Engine started) {
    return new CellRun(started.shell(), started.snippets(), started.magics(), lines, cells::check);
  }

  @Override
  public Outcome execute(Execution execution) {
    Engine started = started();
    return inCell(
        execution,
        started,
        () -> {
          CellRun run = newRun(started);
          Evaluated last = run.evaluate(label(execution), execution.code());
          return last instanceof Evaluated.Value(var value) && value != null && !execution.silent()
              ? new Outcome.Value(rendered(value), run.payloads())
              : new Outcome.Nothing(run.payloads());
        });
  }

  @Override
  public Outcome evaluate(Execution cell, String expression) {
    Engine started = started();
    return inCell(
        cell,
        started,
        () ->
            newRun(started).evaluate("user expression", expression)
                    instanceof Evaluated.Value(var value)
                ? new Outcome.Value(rendered(value), List.of())
                : Failure.plain(
                    "NoValue", "'%s' has no value; give an expression".formatted(expression)));
  }

  private static String label(Execution execution) {
    return "In[" + execution.count() + "]";
  }

  private Outcome inCell(Execution execution, Engine started, Callable<Outcome> work) {
    Session.current().count(execution.cell(), execution.count());
    Outcome outcome = cells.run(execution.cell(), () -> outcome(started, work));
    flush(started.router());
    return outcome;
  }

  private Outcome outcome(Engine started, Callable<Outcome> work) {
    try {
      return work.call();
    } catch (CellFailedException e) {
      return e.failed();
    } catch (Exception | LinkageError | StackOverflowError | CellStopped | CellExit e) {
      // Rendering runs the value's own code.
      return newRun(started).thrown(e);
    }
  }

  private Bundle rendered(@Nullable Object value) throws Exception {
    return java.util.Objects.requireNonNull(
        cells.userCode(() -> OutputRouter.bundle(MimeBundle.of(Notebook.render(value)))));
  }

  private Engine started() {
    Engine started = engine;
    if (started == null) {
      throw new IllegalStateException("the interpreter is not started; call start() first");
    }
    return started;
  }

  Shell shell() {
    return started().shell();
  }

  @Override
  public Completion complete(String code, int cursor) {
    return started().completions().at(code, cursor);
  }

  @Override
  public Optional<Bundle> inspect(String code, int cursor, int detail) {
    return started().documentation().at(code, cursor);
  }

  @Override
  public Completeness isComplete(String code) {
    return started().shell().ask(analysis -> CompletenessCheck.of(analysis, code));
  }

  @Override
  public void interrupt() {
    cells.stop();
  }

  @Override
  public void close() {
    interrupt();
    // Before the output ends, so that their last lines are still shown.
    Children.killAll();
    Engine started = engine;
    if (started != null) {
      Notebook.evaluateWith(null);
      MagicCall.to(null);
      started.shell().close();
      flush(started.router());
      started.router().close();
    }
    cells.close();
  }
}
