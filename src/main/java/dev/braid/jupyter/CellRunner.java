package dev.braid.jupyter;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs cells for `execute_request`, on one thread, and gives up those that are queued when one
/// fails or is interrupted.
final class CellRunner {
  private static final System.Logger LOG = System.getLogger(CellRunner.class.getName());

  private final KernelSockets sockets;
  private final Interpreter interpreter;
  private final Cells cells;
  private final Stdin stdin;
  private final History history;
  private final Lane lane;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong abortedThrough = new AtomicLong();
  // Of the cell thread alone.
  private int count;
  private Outcome.@Nullable Failed notStarted;

  CellRunner(
      KernelSockets sockets,
      Interpreter interpreter,
      Cells cells,
      Stdin stdin,
      Lane lane,
      History history) {
    this.sockets = sockets;
    this.interpreter = interpreter;
    this.cells = cells;
    this.stdin = stdin;
    this.history = history;
    this.lane = lane;
  }

  /// Makes the interpreter ready, before the first cell.
  void start(Host host) {
    lane.run(() -> {
      try {
        interpreter.start(host);
      } catch (RuntimeException | Error e) {
        LOG.log(ERROR, "the interpreter could not be started; every cell will say so", e);
        notStarted = failure(e);
      }
    });
  }

  /// Queues a request; on the wire's thread.
  void submit(Request request) {
    long place = queued.incrementAndGet();
    lane.submit(request, r -> Optional.of(execute(r, place)));
  }

  /// Gives up every request that has arrived by now, also if ZeroMQ still holds it.
  void abortQueued() {
    sockets.drainShell();
    long last = queued.get();
    abortedThrough.accumulateAndGet(last, Math::max);
  }

  private ObjectNode execute(Request request, long place) {
    ExecuteRequest asked = ExecuteRequest.of(request.message());
    if (place <= abortedThrough.get()) {
      return Json.object().put("status", "aborted").put("execution_count", count);
    }
    // An interrupt that came too late for the last cell isn't meant for this one.
    Thread.interrupted();
    boolean counts = asked.storeHistory() && !asked.code().isBlank();
    if (counts) {
      history.input(++count, asked.code());
    }
    byte[] parent = request.message().headerFrame();
    if (!asked.silent()) {
      sockets.publish(
          "execute_input",
          parent,
          Json.object().put("code", asked.code()).put("execution_count", count));
    }
    Cells.Cell cell = cells.begin(request.message(), asked.allowStdin());
    Execution execution = new Execution(cell.number(), asked.code(), count, asked.silent());
    ObjectNode reply;
    try {
      reply = reply(asked, execution, run(execution), parent);
    } finally {
      cells.end();
      stdin.end(cell);
    }
    if (reply.path("status").asText().equals("error") && asked.stopOnError() && !asked.silent()) {
      abortQueued();
    }
    return reply;
  }

  private Outcome run(Execution execution) {
    if (notStarted != null) {
      return notStarted;
    }
    if (execution.code().isBlank()) {
      return new Outcome.Nothing(List.of());
    }
    try {
      return interpreter.execute(execution);
    } catch (RuntimeException | Error e) {
      // The interpreter turns what cells throw into outcomes; this is a fault of its own.
      LOG.log(ERROR, "the interpreter failed in cell %d".formatted(execution.cell()), e);
      return failure(e);
    }
  }

  private ObjectNode reply(
      ExecuteRequest asked, Execution execution, Outcome outcome, byte[] parent) {
    ObjectNode reply =
        switch (outcome) {
          case Outcome.Value(var bundle, var payloads) -> {
            if (asked.storeHistory()) {
              history.output(count, bundle.data().path("text/plain").asText(""));
            }
            if (!asked.silent()) {
              ObjectNode content = Json.object().put("execution_count", count);
              sockets.publish("execute_result", parent, Replies.bundle(content, bundle));
            }
            yield succeeded(asked, execution, payloads);
          }
          case Outcome.Nothing(var payloads) -> succeeded(asked, execution, payloads);
          case Outcome.Failed failed -> {
            sockets.publish("error", parent, Replies.failure(failed));
            ObjectNode error = Replies.error(failed);
            error.putObject("user_expressions");
            error.putArray("payload");
            yield error;
          }
        };
    return reply.put("execution_count", count);
  }

  private ObjectNode succeeded(
      ExecuteRequest asked, Execution execution, List<ObjectNode> payloads) {
    ObjectNode reply = Replies.ok();
    ObjectNode values = reply.putObject("user_expressions");
    asked
        .userExpressions()
        .forEach((name, expression) -> values.set(name, evaluated(execution, expression)));
    reply.putArray("payload").addAll(payloads);
    return reply;
  }

  private ObjectNode evaluated(Execution execution, String expression) {
    Outcome outcome;
    try {
      outcome = interpreter.evaluate(execution, expression);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "the interpreter failed in an expression", e);
      outcome = failure(e);
    }
    return switch (outcome) {
      case Outcome.Value(var bundle, var _) -> Replies.bundle(Replies.ok(), bundle);
      case Outcome.Nothing _ -> Replies.bundle(Replies.ok(), Bundle.text(""));
      case Outcome.Failed failed -> Replies.error(failed);
    };
  }

  private static Outcome.Failed failure(Throwable e) {
    List<String> lines = new ArrayList<>();
    lines.add(e.toString());
    for (StackTraceElement frame : e.getStackTrace()) {
      lines.add("    at " + frame);
    }
    return new Outcome.Failed(e.getClass().getName(), String.valueOf(e.getMessage()), lines);
  }
}
