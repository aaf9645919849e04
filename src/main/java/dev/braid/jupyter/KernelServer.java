package dev.braid.jupyter;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A kernel: an [Interpreter] at the end of the wire.
///
/// ```text
///  braid-wire      owns the sockets; verifies what comes in and hands it to a lane
///  braid-cells     execute; the interpreter may have a thread for the code itself
///  braid-answers   complete, inspect, is_complete
///  braid-history   history, and its file
///  braid-comms     comms
///  braid-control   kernel_info, interrupt, shutdown, and what nobody knows
/// ```
public final class KernelServer implements AutoCloseable {
  // jupyter_client waits 2.5 s before it kills.
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final System.Logger LOG = System.getLogger(KernelServer.class.getName());

  private final Duration grace;
  private final Interpreter interpreter;
  private final KernelSockets sockets;
  private final Stdin stdin;
  private final WireHost host;
  private final CellRunner runner;
  private final Questions questions;
  private final History history;
  private final Comms comms;
  private final Lane cellLane;
  private final Lane answers;
  private final Lane historyLane;
  private final Lane commLane;
  private final Lane control;
  private final CompletableFuture<Boolean> shutdown = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private KernelServer(
      ConnectionFile connection, Interpreter interpreter, Path historyFile, Duration grace)
      throws IOException {
    this.grace = grace;
    this.interpreter = interpreter;
    // The sockets don't read before they are started.
    sockets = new KernelSockets(connection, this::dispatch, this::inputReply);
    Cells cells = new Cells();
    stdin = new Stdin(sockets);
    host = new WireHost(sockets, cells, stdin);
    questions = new Questions(interpreter);
    comms = new Comms(sockets);
    cellLane = new Lane("braid-cells", sockets);
    answers = new Lane("braid-answers", sockets);
    historyLane = new Lane("braid-history", sockets);
    commLane = new Lane("braid-comms", sockets);
    control = new Lane("braid-control", sockets);
    history = new History(historyLane, new HistoryFile(historyFile));
    runner = new CellRunner(sockets, interpreter, cells, stdin, cellLane, history);
  }

  /// Starts a kernel with the user's history.
  public static KernelServer start(ConnectionFile connection, Interpreter interpreter)
      throws IOException {
    return start(connection, interpreter, HistoryFile.standard());
  }

  /// Starts a kernel: it answers at once, and starts the interpreter meanwhile.
  ///
  /// @param historyFile where the code of all sessions is kept
  /// @throws IOException if a port of the connection is taken
  public static KernelServer start(
      ConnectionFile connection, Interpreter interpreter, Path historyFile) throws IOException {
    return start(connection, interpreter, historyFile, GRACE);
  }

  /// Starts a kernel each of whose threads may take that long to end what it has to do.
  static KernelServer start(
      ConnectionFile connection, Interpreter interpreter, Path historyFile, Duration grace)
      throws IOException {
    KernelServer server = new KernelServer(connection, interpreter, historyFile, grace);
    server.sockets.start();
    server.runner.start(server.host);
    return server;
  }

  /// Where objects of the kernel talk to their other halves in the client.
  public Comms comms() {
    return comms;
  }

  /// On the wire's thread.
  private void dispatch(Request request) {
    switch (request.type()) {
      case "execute_request" -> runner.submit(request);
      case "complete_request", "inspect_request", "is_complete_request" ->
          answers.submit(request, questions::answer);
      case "history_request" -> history.submit(request);
      case "comm_open", "comm_msg", "comm_close", "comm_info_request" ->
          commLane.submit(request, comms::serve);
      default -> control.submit(request, this::control);
    }
  }

  private void inputReply(Message message) {
    if (message.type().equals("input_reply")) {
      stdin.reply(message);
    } else {
      LOG.log(WARNING, "dropped a message on STDIN: {0} does not belong there", message.type());
    }
  }

  private Optional<ObjectNode> control(Request request) {
    return switch (request.type()) {
      case "kernel_info_request" -> Optional.of(questions.kernelInfo());
      case "interrupt_request" -> Optional.of(interrupt());
      case "shutdown_request" -> Optional.of(shutdown(request));
      default -> {
        LOG.log(WARNING, "nobody knows what {0} means; it has no reply", request.type());
        yield Optional.empty();
      }
    };
  }

  private ObjectNode interrupt() {
    // First the queue: else the next cell could begin, and be interrupted.
    runner.abortQueued();
    stdin.interrupt();
    interpreter.interrupt();
    return Replies.ok();
  }

  private ObjectNode shutdown(Request request) {
    boolean restart = request.message().content().path("restart").asBoolean(false);
    ObjectNode content = Replies.ok().put("restart", restart);
    runner.abortQueued();
    sockets.publish("shutdown_reply", request.message().headerFrame(), content);
    // After the reply and idle, which this lane sends when we return.
    control.run(() -> shutdown.complete(restart));
    return content;
  }

  /// Blocks until a client asks for a shutdown, or [#close] is called; then [#close] is to be
  /// called.
  ///
  /// @return true if the client is going to start the kernel anew
  public boolean awaitShutdown() throws InterruptedException {
    try {
      return shutdown.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it exceptionally", e);
    }
  }

  /// Blocks like [#awaitShutdown()], but not longer than that.
  ///
  /// @return whether to restart; empty if nobody has asked in time
  public Optional<Boolean> awaitShutdown(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(shutdown.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it exceptionally", e);
    }
  }

  /// Ends the running cell, the interpreter and all threads, sends what is still to be sent, and
  /// frees the ports.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    shutdown.complete(false);
    boolean interrupted = false;
    try {
      runner.abortQueued();
      stdin.interrupt();
      interpreter.close();
    } finally {
      // The cell's lane first: its last cell still has history to write and replies to send.
      for (Lane lane : List.of(cellLane, answers, commLane, control, historyLane)) {
        interrupted |= end(lane);
      }
      sockets.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean end(Lane lane) {
    try {
      if (!lane.close(grace)) {
        LOG.log(WARNING, "{0} does not end; its thread ends with the process", lane);
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
