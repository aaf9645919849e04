package dev.braid.jupyter;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client of a kernel: runs cells, listens to their output, answers the kernel's questions.
///
/// Any thread may call it. Listeners are called on one thread of its own, in the order in which the
/// messages came; a listener that waits for a reply waits for ever.
public final class KernelClient implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KernelClient.class.getName());

  /// Between two questions whether a kernel is ready; as jupyter_client has it.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);

  private final ClientSockets sockets;
  private final ExecutorService events = Executors.newSingleThreadExecutor(named("braid-client"));
  private final ExecutorService inputs =
      Executors.newSingleThreadExecutor(named("braid-client-input"));
  private final Map<String, PendingReply> pending = new ConcurrentHashMap<>();
  private final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Boolean> echoes = new LinkedBlockingQueue<>();
  // By session: after a restart, that the old kernel was heard says nothing of the new one.
  private final Map<String, CompletableFuture<Void>> heard = new ConcurrentHashMap<>();
  private volatile InputSource input = (prompt, password) -> Optional.empty();
  private volatile @Nullable Throwable failure;

  private KernelClient(ConnectionFile connection, List<Consumer<Message>> first)
      throws IOException {
    listeners.addAll(first);
    sockets = new ClientSockets(connection, this::received, () -> echoes.add(true));
  }

  /// A client of the kernel at that connection, which may still be starting.
  public static KernelClient connect(ConnectionFile connection) throws IOException {
    return new KernelClient(connection, List.of());
  }

  /// A client of that kernel whose listener hears every message on iopub, from the very first.
  public static KernelClient connect(ConnectionFile connection, Consumer<Message> listener)
      throws IOException {
    return new KernelClient(connection, List.of(listener));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().name(name).daemon().factory();
  }

  /// Waits until the kernel answers and its output reaches us: `iopub_welcome`, or anything else on
  /// iopub, has come from the same session as its answer.
  ///
  /// @return its `kernel_info_reply`
  public Message ready(Duration timeout)
      throws InterruptedException, TimeoutException, ExecutionException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Message reply = answer(timeout, deadline);
    try {
      heard(reply).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      TimeoutException said =
          new TimeoutException(
              "the kernel answers, but nothing came on iopub within %s; check iopub_port"
                  .formatted(timeout));
      said.initCause(e);
      throw said;
    }
    return reply;
  }

  /// The first answer to what is asked again and again: a request is lost if it goes into a
  /// connection whose kernel has just ended, while another starts in its place.
  private Message answer(Duration timeout, long deadline)
      throws InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture<Message> first = new CompletableFuture<>();
    List<String> asked = new ArrayList<>();
    try {
      while (true) {
        PendingReply reply = kernelInfo();
        asked.add(reply.id());
        var _ =
            reply
                .future()
                .whenComplete((message, why) -> {
                  if (message != null) {
                    first.complete(message);
                  } else {
                    first.completeExceptionally(why);
                  }
                });
        long left = deadline - System.nanoTime();
        try {
          return first.get(Math.min(left, AGAIN.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (left <= AGAIN.toNanos()) {
            throw reply.late(timeout, e);
          }
        }
      }
    } finally {
      // Those that were lost are never answered.
      pending.keySet().removeAll(asked);
    }
  }

  private CompletableFuture<Void> heard(Message message) {
    return heard.computeIfAbsent(message.header().session(), _ -> new CompletableFuture<>());
  }

  /// Hears every message on iopub from now on, of whatever request and client.
  public void onOutput(Consumer<Message> listener) {
    listeners.add(listener);
  }

  /// Lets the kernel's questions be answered; until then they are answered by the input's end.
  public void onInput(InputSource source) {
    input = source;
  }

  /// Runs a cell. The listener hears all that is published for it until it is done; what comes
  /// later, [#onOutput] hears.
  public PendingReply execute(ExecuteRequest request, Consumer<Message> listener) {
    return send(Channel.SHELL, "execute_request", request.content(), true, listener);
  }

  /// Asks what the kernel is.
  public PendingReply kernelInfo() {
    return ask(Channel.SHELL, "kernel_info_request", Json.object());
  }

  /// Asks what could stand at the cursor, which counts code points.
  public PendingReply complete(String code, int cursor) {
    return ask(
        Channel.SHELL,
        "complete_request",
        Json.object().put("code", code).put("cursor_pos", cursor));
  }

  /// Asks what the name at the cursor is.
  public PendingReply inspect(String code, int cursor, int detail) {
    ObjectNode content = Json.object().put("code", code).put("cursor_pos", cursor);
    return ask(Channel.SHELL, "inspect_request", content.put("detail_level", detail));
  }

  /// Asks whether the code could run.
  public PendingReply isComplete(String code) {
    return ask(Channel.SHELL, "is_complete_request", Json.object().put("code", code));
  }

  /// Asks for earlier cells; the content is as the protocol has it.
  public PendingReply history(ObjectNode content) {
    return ask(Channel.SHELL, "history_request", content);
  }

  /// Asks which comms are open.
  public PendingReply commInfo() {
    return ask(Channel.SHELL, "comm_info_request", Json.object());
  }

  /// Stops the running cell and gives up those that are queued.
  public PendingReply interrupt() {
    return ask(Channel.CONTROL, "interrupt_request", Json.object());
  }

  /// Ends the kernel.
  ///
  /// @param restart true if it will be started anew
  public PendingReply shutdown(boolean restart) {
    return ask(Channel.CONTROL, "shutdown_request", Json.object().put("restart", restart));
  }

  /// Sends a request of any type.
  public PendingReply ask(Channel channel, String type, ObjectNode content) {
    return send(channel, type, content, false, _ -> {});
  }

  /// Sends a message that has no reply, such as `comm_msg`.
  ///
  /// @return its `msg_id`
  public String tell(String type, ObjectNode content, List<byte[]> buffers) {
    Codec.Encoded encoded = sockets.encode(Draft.of(type, content).with(Json.object(), buffers));
    sockets.send(Channel.SHELL, encoded.frames());
    return encoded.header().msgId();
  }

  private PendingReply send(
      Channel channel,
      String type,
      ObjectNode content,
      boolean untilIdle,
      Consumer<Message> listener) {
    Codec.Encoded encoded = sockets.encode(type, content);
    PendingReply reply = new PendingReply(encoded.header(), untilIdle, listener);
    pending.put(reply.id(), reply);
    Throwable why = failure;
    if (why != null) {
      end(reply, why);
    } else {
      sockets.send(channel, encoded.frames());
    }
    return reply;
  }

  /// Measures how long the kernel's heartbeat takes. One at a time.
  ///
  /// @throws TimeoutException if there is none within that time
  public synchronized Duration heartbeat(Duration timeout)
      throws InterruptedException, TimeoutException {
    echoes.clear();
    long start = System.nanoTime();
    sockets.send(Channel.HEARTBEAT, List.of(new byte[0], PING));
    if (echoes.poll(timeout.toNanos(), TimeUnit.NANOSECONDS) == null) {
      throw new TimeoutException(
          "the kernel's heart has not beaten within %s; restart it".formatted(timeout));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Ends all waits, and all that begin later, with that exception: the kernel is known to be dead.
  public void fail(Throwable why) {
    failure = why;
    // After what the kernel has sent before it died.
    onEvent(() -> {
      pending.values().forEach(reply -> end(reply, why));
      heard.values().forEach(session -> session.completeExceptionally(why));
    });
  }

  private void end(PendingReply reply, Throwable why) {
    pending.remove(reply.id());
    reply.fail(why);
  }

  /// On the socket thread.
  private void received(Channel channel, Message message) {
    onEvent(() -> {
      switch (channel) {
        case SHELL, CONTROL -> replied(message);
        case IOPUB -> published(message);
        case STDIN -> inputs.execute(() -> answer(message));
        case HEARTBEAT -> throw new IllegalStateException("a heartbeat is no message");
      }
    });
  }

  private void onEvent(Runnable event) {
    try {
      events.execute(() -> {
        try {
          event.run();
        } catch (RuntimeException | Error e) {
          LOG.log(ERROR, "a listener failed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a message came after the client was closed");
    }
  }

  private void replied(Message message) {
    PendingReply reply = pending.get(message.parentId());
    if (reply != null && reply.replied(message)) {
      pending.remove(reply.id());
    }
  }

  private void published(Message message) {
    heard(message).complete(null);
    PendingReply reply = pending.get(message.parentId());
    try {
      listeners.forEach(listener -> listener.accept(message));
      if (reply != null) {
        reply.published(message);
      }
    } finally {
      if (reply != null && isIdle(message) && reply.idle()) {
        pending.remove(reply.id());
      }
    }
  }

  private static boolean isIdle(Message message) {
    return message.type().equals("status")
        && message.content().path("execution_state").asText().equals("idle");
  }

  private void answer(Message question) {
    Optional<String> answer =
        input.answer(
            question.content().path("prompt").asText(""),
            question.content().path("password").asBoolean(false));
    ObjectNode content = Json.object().put("value", answer.orElse("\u0004"));
    Draft reply = Draft.of("input_reply", content).answering(question.headerFrame());
    sockets.send(Channel.STDIN, sockets.encode(reply).frames());
  }

  /// Disconnects; the kernel goes on. All waits end.
  @Override
  public void close() {
    sockets.close();
    fail(new IllegalStateException("the client was closed; connect a new one"));
    events.shutdown();
    inputs.shutdownNow();
  }
}
