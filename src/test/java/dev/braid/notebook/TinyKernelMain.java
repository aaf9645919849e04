package dev.braid.notebook;

import dev.braid.jupyter.Bundle;
import dev.braid.jupyter.Completeness;
import dev.braid.jupyter.Completion;
import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.Execution;
import dev.braid.jupyter.Host;
import dev.braid.jupyter.Interpreter;
import dev.braid.jupyter.KernelServer;
import dev.braid.jupyter.Language;
import dev.braid.jupyter.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A kernel of a language that has one command per line, to test the runner without Java's
/// compiler: real process, real sockets, real protocol.
///
/// ```text
///  print TEXT      a line on standard output     value TEXT     the cell's result
///  err TEXT        a line on standard error      fail TEXT      an error with a traceback
///  raw TEXT        the process's own stderr      wait           until interrupted
///  earlier TEXT    output of the cell before     hang           whatever happens
///  show ID TEXT    a named display               change ID TEXT and its change
///  ask PROMPT      a question, then its answer
///  child           starts a process, prints pid  die STATUS     ends the process at once
/// ```
final class TinyKernelMain implements Interpreter {
  private @Nullable Host host;
  // New after each cell: an interrupt that comes before its cell has begun counts.
  private volatile CountDownLatch interrupted = new CountDownLatch(1);

  private TinyKernelMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path history = Path.of(arguments[0]).resolveSibling("history");
    try (var server =
        KernelServer.start(
            ConnectionFile.read(Path.of(arguments[0])), new TinyKernelMain(), history)) {
      server.awaitShutdown();
      history.toFile().deleteOnExit();
    }
    System.exit(0);
  }

  @Override
  public Language language() {
    return new Language("tiny", "1", "Java", "25", "text/x-java", ".tiny", "java", "java", "tiny");
  }

  @Override
  public void start(Host host) {
    this.host = host;
  }

  @Override
  public Outcome execute(Execution execution) {
    try {
      return lines(execution);
    } finally {
      interrupted = new CountDownLatch(1);
    }
  }

  private Outcome lines(Execution execution) {
    Outcome outcome = new Outcome.Nothing(List.of());
    for (String line : execution.code().lines().toList()) {
      String[] words = line.split(" ", 2);
      outcome = command(execution.cell(), words[0], words.length == 2 ? words[1] : "");
      if (outcome instanceof Outcome.Failed) {
        return outcome;
      }
    }
    return outcome;
  }

  private Outcome command(long cell, String word, String text) {
    Host to = java.util.Objects.requireNonNull(host, "started");
    String[] named = text.split(" ", 2);
    switch (word) {
      case "print" -> to.stream(cell, Host.Stream.STDOUT, text + "\n");
      case "err" -> to.stream(cell, Host.Stream.STDERR, text + "\n");
      case "raw" -> System.err.println(text);
      case "earlier" -> to.stream(cell - 1, Host.Stream.STDOUT, text + "\n");
      case "show" -> to.display(cell, Bundle.text(named[1]), named[0]);
      case "change" -> to.updateDisplay(cell, Bundle.text(named[1]), named[0]);
      case "ask" -> {
        try {
          to.stream(cell, Host.Stream.STDOUT, "got " + to.input(cell, text, false) + "\n");
        } catch (InterruptedException | IOException e) {
          return new Outcome.Failed("NoInput", String.valueOf(e.getMessage()), List.of());
        }
      }
      case "value" -> {
        return new Outcome.Value(Bundle.text(text), List.of());
      }
      case "fail" -> {
        return new Outcome.Failed("Failure", text, List.of("Failure: " + text, "  at cell"));
      }
      case "wait" -> {
        try {
          interrupted.await();
          return new Outcome.Failed("Interrupted", "stopped", List.of("stopped"));
        } catch (InterruptedException e) {
          return new Outcome.Failed("Interrupted", "closed", List.of("closed"));
        }
      }
      case "hang" -> hang();
      case "child" -> to.stream(cell, Host.Stream.STDOUT, "child " + child() + "\n");
      case "die" -> Runtime.getRuntime().halt(Integer.parseInt(text));
      default -> throw new IllegalArgumentException(word);
    }
    return new Outcome.Nothing(List.of());
  }

  private static void hang() {
    var never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // that is what makes it hang
      }
    }
  }

  private static long child() {
    try {
      return new ProcessBuilder("sleep", "1000").start().pid();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Outcome evaluate(Execution cell, String expression) {
    return new Outcome.Nothing(List.of());
  }

  @Override
  public Completion complete(String code, int cursor) {
    return new Completion(cursor, cursor, List.of());
  }

  @Override
  public Optional<Bundle> inspect(String code, int cursor, int detail) {
    return Optional.empty();
  }

  @Override
  public Completeness isComplete(String code) {
    return new Completeness.Complete();
  }

  @Override
  public void interrupt() {
    interrupted.countDown();
  }

  @Override
  public void close() {
    interrupted.countDown();
  }
}
