package dev.braid.jupyter;

import java.io.EOFException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A language of a few words, one command a cell, to test the wire with.
final class FakeInterpreter implements Interpreter {
  /// Every cell that began, in order.
  final BlockingQueue<Execution> begun = new LinkedBlockingQueue<>();

  /// Ends a cell `block`.
  final Semaphore unblock = new Semaphore(0);

  /// Held up until it is opened.
  final CountDownLatch mayStart;

  private final Map<String, Long> cells = new ConcurrentHashMap<>();
  final CompletableFuture<Host> host = new CompletableFuture<>();
  final CountDownLatch closed = new CountDownLatch(1);
  private final Object running = new Object();
  private @Nullable Thread thread;

  FakeInterpreter() {
    this(new CountDownLatch(0));
  }

  FakeInterpreter(CountDownLatch mayStart) {
    this.mayStart = mayStart;
  }

  /// The number of the cell that ran this code.
  long cell(String code) {
    return Objects.requireNonNull(cells.get(code), code);
  }

  @Override
  public Language language() {
    return new Language(
        "fake", "1", "Fake", "2", "text/x-fake", ".fake", "text", "null", "Hello, 世界");
  }

  @Override
  public void start(Host newHost) {
    try {
      mayStart.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted at the start", e);
    }
    host.complete(newHost);
  }

  @Override
  public Outcome execute(Execution execution) {
    synchronized (running) {
      thread = Thread.currentThread();
    }
    String[] words = execution.code().split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    cells.put(execution.code(), execution.cell());
    begun.add(execution);
    try {
      return execute(words[0], rest, execution, host.join());
    } catch (InterruptedException e) {
      return new Outcome.Failed("Interrupted", "stopped", List.of("Interrupted: stopped"));
    } catch (EOFException | StdinNotAllowedException e) {
      return new Outcome.Failed(e.getClass().getSimpleName(), e.toString(), List.of("no input"));
    } finally {
      synchronized (running) {
        thread = null;
      }
    }
  }

  private Outcome execute(String word, String rest, Execution execution, Host to)
      throws InterruptedException, EOFException, StdinNotAllowedException {
    long cell = execution.cell();
    switch (word) {
      case "value" -> {
        return new Outcome.Value(Bundle.text(rest), List.of());
      }
      case "print" -> to.stream(cell, Host.Stream.STDOUT, rest);
      case "warn" -> to.stream(cell, Host.Stream.STDERR, rest);
      case "display" -> to.display(cell, Bundle.text(rest), null);
      case "named" -> to.display(cell, Bundle.text("first"), rest);
      case "update" -> to.updateDisplay(cell, Bundle.text("second"), rest);
      case "clear" -> to.clearOutput(cell, true);
      case "input" -> to.stream(cell, Host.Stream.STDOUT, to.input(cell, rest, false));
      case "password" -> to.stream(cell, Host.Stream.STDOUT, to.input(cell, rest, true));
      case "block" -> unblock.acquire();
      case "page" -> {
        return new Outcome.Nothing(
            List.of(Json.object().put("source", "set_next_input").put("text", rest)));
      }
      case "fail" -> {
        return new Outcome.Failed("Broken", rest, List.of("Broken: " + rest, "at cell"));
      }
      case "crash" -> throw new IllegalStateException(rest);
      default -> {}
    }
    return new Outcome.Nothing(List.of());
  }

  @Override
  public Outcome evaluate(Execution cell, String expression) {
    return switch (expression) {
      case "nothing" -> new Outcome.Nothing(List.of());
      case "fail" -> new Outcome.Failed("Broken", "expression", List.of());
      case "crash" -> throw new IllegalStateException("crashed");
      default -> new Outcome.Value(Bundle.text(expression.toUpperCase(Locale.ROOT)), List.of());
    };
  }

  @Override
  public Completion complete(String code, int cursor) {
    if (code.equals("crash")) {
      throw new StackOverflowError("too deep");
    }
    return new Completion(
        cursor - 1,
        cursor,
        List.of(new Completion.Item("abs", "function", "(int)"), new Completion.Item("a", "", "")));
  }

  @Override
  public Optional<Bundle> inspect(String code, int cursor, int detail) {
    return code.startsWith("known")
        ? Optional.of(Bundle.text("doc of %s at %d".formatted(code, cursor)))
        : Optional.empty();
  }

  @Override
  public Completeness isComplete(String code) {
    return switch (code) {
      case "{" -> new Completeness.Incomplete("  ");
      case "]" -> new Completeness.Invalid();
      case "?" -> new Completeness.Unknown();
      default -> new Completeness.Complete();
    };
  }

  @Override
  public void interrupt() {
    synchronized (running) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void close() {
    interrupt();
    closed.countDown();
  }
}
