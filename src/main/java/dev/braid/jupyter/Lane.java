package dev.braid.jupyter;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// A thread that serves requests one after the other: busy, what the request needs, reply, idle.
///
/// Lanes don't wait for each other, so a running cell holds up nobody but the next cell.
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  /// Serves one request.
  @FunctionalInterface
  interface Service {
    /// The reply's content; empty if the request's type has no reply.
    Optional<ObjectNode> serve(Request request);
  }

  private final String name;
  private final KernelSockets sockets;
  private final ExecutorService thread;

  Lane(String name, KernelSockets sockets) {
    this.name = name;
    this.sockets = sockets;
    thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  void submit(Request request, Service service) {
    run(() -> serve(request, service));
  }

  /// Runs something between two requests.
  void run(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.log(DEBUG, "the kernel is shutting down; a request is dropped");
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "%s could not do its work".formatted(name), e);
    }
  }

  private void serve(Request request, Service service) {
    byte[] parent = request.message().headerFrame();
    status(parent, "busy");
    try {
      String started = Codec.now();
      Optional<ObjectNode> reply;
      try {
        reply = service.serve(request);
      } catch (BadRequestException e) {
        LOG.log(WARNING, e.getMessage());
        reply = Optional.of(Replies.error(e));
      } catch (RuntimeException | Error e) {
        LOG.log(ERROR, "%s failed".formatted(request.type()), e);
        reply = Optional.of(Replies.error(e));
      }
      reply.ifPresent(
          content -> sockets.reply(request, Json.object().put("started", started), content));
    } finally {
      status(parent, "idle");
    }
  }

  private void status(byte[] parent, String state) {
    sockets.publish("status", parent, Json.object().put("execution_state", state));
  }

  /// Takes no more; serves what it has until the deadline, then interrupts it.
  ///
  /// @return false if the thread could not be ended
  boolean close(Duration deadline) throws InterruptedException {
    thread.shutdown();
    if (thread.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      return true;
    }
    thread.shutdownNow();
    return thread.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public String toString() {
    return name;
  }
}
