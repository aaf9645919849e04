package dev.braid.jupyter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request on its way: its reply is still to come.
///
/// One to run a cell is done when both the reply and the kernel's `idle` have come, so that its
/// output is complete; any other when the reply has come.
public final class PendingReply {
  private final Header request;
  private final boolean untilIdle;
  private final Consumer<Message> listener;
  private final CompletableFuture<Message> done = new CompletableFuture<>();
  // Of the client's event thread alone.
  private @Nullable Message reply;
  private boolean idle;

  PendingReply(Header request, boolean untilIdle, Consumer<Message> listener) {
    this.request = request;
    this.untilIdle = untilIdle;
    this.listener = listener;
  }

  /// The request's `msg_id`, which is the parent of all that answers it.
  public String id() {
    return request.msgId();
  }

  /// The reply, when it has come.
  public CompletableFuture<Message> future() {
    return done.copy();
  }

  /// Waits for the reply.
  ///
  /// @throws TimeoutException if it has not come by then; it may still come
  /// @throws ExecutionException if it will never come; the cause says why
  public Message await(Duration timeout)
      throws InterruptedException, TimeoutException, ExecutionException {
    try {
      return done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late(timeout, e);
    }
  }

  /// Says that the reply has not come within that time.
  TimeoutException late(Duration timeout, TimeoutException cause) {
    TimeoutException said =
        new TimeoutException(
            "the kernel has not answered %s within %s; interrupt it, or wait longer"
                .formatted(request.msgType(), timeout));
    said.initCause(cause);
    return said;
  }

  /// Takes the reply; true if the request is done.
  boolean replied(Message message) {
    reply = message;
    return finished();
  }

  void published(Message message) {
    listener.accept(message);
  }

  /// Takes the kernel's `idle`; true if the request is done.
  boolean idle() {
    idle = true;
    return finished();
  }

  private boolean finished() {
    Message came = reply;
    if (came == null || (untilIdle && !idle)) {
      return false;
    }
    done.complete(came);
    return true;
  }

  void fail(Throwable why) {
    done.completeExceptionally(why);
  }
}
