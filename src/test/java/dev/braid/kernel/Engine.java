package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Execution;
import dev.braid.jupyter.Outcome;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// An interpreter on a thread of its own, as the wire runs it, whose output a [RecordingHost]
/// keeps.
final class Engine {
  // Cells of all tests in this JVM: a stopped cell's number must not come again.
  private static final AtomicLong CELLS = new AtomicLong();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  final RecordingHost host = new RecordingHost();
  final JavaInterpreter interpreter = new JavaInterpreter();
  final Thread cellThread;

  Engine() throws InterruptedException, ExecutionException {
    thread.submit(() -> interpreter.start(host)).get();
    CompletableFuture<Thread> told = Signals.expectThread();
    done(Signals.class.getName() + ".thread();");
    cellThread = told.get();
  }

  /// A cell that was handed over: its number, and how it ends.
  record Submitted(long cell, Future<Outcome> outcome) {
    Outcome await() throws InterruptedException, ExecutionException {
      return outcome.get();
    }
  }

  Submitted submit(String code) {
    long cell = CELLS.incrementAndGet();
    return new Submitted(
        cell,
        thread.submit(
            () -> interpreter.execute(new Execution(cell, code, count.incrementAndGet(), false))));
  }

  Outcome run(String code) throws InterruptedException, ExecutionException {
    return submit(code).await();
  }

  /// The text of a cell's result.
  String value(String code) throws InterruptedException, ExecutionException {
    Outcome outcome = run(code);
    assertThat(outcome).as(code).isInstanceOf(Outcome.Value.class);
    return ((Outcome.Value) outcome).bundle().data().path("text/plain").asText();
  }

  Outcome.Failed failure(String code) throws InterruptedException, ExecutionException {
    Outcome outcome = run(code);
    assertThat(outcome).as(code).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }

  void done(String code) throws InterruptedException, ExecutionException {
    assertThat(run(code)).as(code).isInstanceOf(Outcome.Nothing.class);
  }

  /// What a cell prints.
  String printed(String code) throws InterruptedException, ExecutionException {
    Submitted submitted = submit(code);
    assertThat(submitted.await()).as(code).isNotInstanceOf(Outcome.Failed.class);
    return host.text(submitted.cell(), "stdout");
  }

  /// Evaluates a user expression on the cell thread.
  Outcome expression(String expression) throws InterruptedException, ExecutionException {
    long cell = CELLS.incrementAndGet();
    return thread
        .submit(() -> interpreter.evaluate(new Execution(cell, "", count.get(), true), expression))
        .get();
  }

  /// Ends the interpreter and gives the JVM its streams back.
  void close() throws InterruptedException, ExecutionException {
    thread.submit(interpreter::close).get();
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  Shell shell() {
    return interpreter.shell();
  }

  static String traceback(Outcome.Failed failed) {
    return String.join("\n", failed.traceback()).replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
