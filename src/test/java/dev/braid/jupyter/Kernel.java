package dev.braid.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A kernel with a fake language and a client, over real sockets.
final class Kernel implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);

  final ConnectionFile connection;
  final FakeInterpreter interpreter;
  final KernelServer server;
  final KernelClient client;

  /// All that was published, in order.
  final BlockingQueue<Message> published = new LinkedBlockingQueue<>();

  private final Map<String, BlockingQueue<Message>> byParent = new ConcurrentHashMap<>();

  Kernel(Path directory) throws Exception {
    this(directory, new FakeInterpreter());
    client.ready(LONG);
  }

  Kernel(Path directory, FakeInterpreter interpreter) throws IOException {
    this.interpreter = interpreter;
    connection = ConnectionFile.create();
    // A busy machine may hold up each of its threads, which shall end what it has to do.
    server = KernelServer.start(connection, interpreter, directory.resolve("history.jsonl"), LONG);
    client =
        KernelClient.connect(
            connection,
            message -> {
              published.add(message);
              under(message.parentId()).add(message);
            });
  }

  private BlockingQueue<Message> under(String parent) {
    return byParent.computeIfAbsent(parent, _ -> new LinkedBlockingQueue<>());
  }

  PendingReply begin(ExecuteRequest request) {
    return client.execute(request, _ -> {});
  }

  PendingReply begin(String code) {
    return begin(ExecuteRequest.of(code));
  }

  /// The reply, and what was published for the cell.
  record Ran(Message reply, List<Message> output) {
    String status() {
      return reply.content().path("status").asText();
    }

    int count() {
      return reply.content().path("execution_count").asInt(-1);
    }

    /// Their types, with the state of a status.
    List<String> types() {
      return output.stream().map(Kernel::type).toList();
    }

    Message only(String type) {
      List<Message> found = output.stream().filter(m -> m.type().equals(type)).toList();
      if (found.size() != 1) {
        throw new AssertionError("%d of %s in %s".formatted(found.size(), type, types()));
      }
      return found.getFirst();
    }
  }

  static <T> T get(CompletableFuture<T> future) {
    // orTimeout, so that a test that goes wrong ends.
    return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
  }

  static String type(Message message) {
    return message.type().equals("status")
        ? message.content().path("execution_state").asText()
        : message.type();
  }

  Ran run(String code) throws Exception {
    return run(ExecuteRequest.of(code));
  }

  Ran run(ExecuteRequest request) throws Exception {
    return end(begin(request));
  }

  Ran end(PendingReply pending) throws Exception {
    Message reply = pending.await(LONG);
    return new Ran(reply, List.copyOf(under(pending.id())));
  }

  /// The next message with that parent, which may still be on its way.
  Message next(String parent) throws InterruptedException {
    Message message = under(parent).poll(LONG.toSeconds(), TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing came for " + parent);
    }
    return message;
  }

  /// Waits until a cell of that code runs.
  void awaitBegun(String code) throws InterruptedException {
    while (true) {
      Execution begun = interpreter.begun.poll(LONG.toSeconds(), TimeUnit.SECONDS);
      if (begun == null) {
        throw new AssertionError(code + " did not begin");
      }
      if (begun.code().equals(code)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
