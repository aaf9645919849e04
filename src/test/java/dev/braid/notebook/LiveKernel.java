package dev.braid.notebook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.Message;
import dev.braid.jupyter.PendingReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The real kernel in a process of its own, and a client that remembers all that it publishes.
final class LiveKernel implements AutoCloseable {
  /// A machine that builds beside the tests takes its time.
  static final Duration LONG = Duration.ofSeconds(50);

  final KernelProcess process;
  final KernelClient client;

  @GuardedBy("this")
  private final List<Message> published = new ArrayList<>();

  /// Starts one, in the poorest locale: nothing may depend on it.
  ///
  /// @param environment more of it, each as `NAME=value`
  LiveKernel(Path folder, String... environment) throws Exception {
    List<String> words = new ArrayList<>(List.of("/usr/bin/env", "LC_ALL=C"));
    words.addAll(List.of(environment));
    words.addAll(KernelCommand.ofThisProgram().words());
    process = KernelProcess.start(new KernelCommand(words), folder);
    client = KernelClient.connect(process.connection(), this::heard);
    process.onExit(client::fail);
    try {
      client.ready(LONG);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private synchronized void heard(Message message) {
    published.add(message);
    notifyAll();
  }

  /// A cell that was run, or runs.
  final class Ran {
    private final PendingReply pending;

    Ran(PendingReply pending) {
      this.pending = pending;
    }

    /// The reply, once it is there.
    Message reply() throws Exception {
      return pending.await(LONG);
    }

    String status() throws Exception {
      return reply().content().path("status").asText();
    }

    /// What was published under this cell so far.
    List<Message> output() {
      return published(message -> message.parentId().equals(pending.id()));
    }

    List<Message> output(String type) {
      return output().stream().filter(message -> message.type().equals(type)).toList();
    }

    List<Message> streams(String name) {
      return output("stream").stream()
          .filter(message -> message.content().path("name").asText().equals(name))
          .toList();
    }

    private String text(String name) {
      return streams(name).stream()
          .map(message -> message.content().path("text").asText())
          .collect(Collectors.joining());
    }

    String out() {
      return text("stdout");
    }

    String err() {
      return text("stderr");
    }

    /// The value as plain text, once it is there.
    String value() throws Exception {
      reply();
      return output("execute_result").getFirst().content().path("data").path("text/plain").asText();
    }

    boolean isDone() {
      return pending.future().isDone();
    }

    /// Waits until its standard output contains that.
    Ran awaitOut(String text) throws InterruptedException {
      return awaitOutput(ran -> ran.out().contains(text), "'" + text + "'");
    }

    Ran awaitOutput(Predicate<Ran> condition, String what) throws InterruptedException {
      synchronized (LiveKernel.this) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.test(this)) {
          long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
          if (left <= 0) {
            throw new AssertionError("no %s in %s".formatted(what, output()));
          }
          LiveKernel.this.wait(left);
        }
      }
      return this;
    }
  }

  /// All of these so far, in order.
  synchronized List<Message> published(Predicate<Message> which) {
    return published.stream().filter(which).toList();
  }

  Ran begin(ExecuteRequest request) {
    return new Ran(client.execute(request, _ -> {}));
  }

  Ran begin(String code) {
    return begin(ExecuteRequest.of(code));
  }

  /// Runs a cell to its end, however it ends.
  Ran end(String code) throws Exception {
    Ran ran = begin(code);
    ran.reply();
    return ran;
  }

  /// Runs a cell that must succeed.
  Ran run(String code) throws Exception {
    return run(ExecuteRequest.of(code));
  }

  Ran run(ExecuteRequest request) throws Exception {
    Ran ran = begin(request);
    if (!ran.status().equals("ok")) {
      throw new AssertionError("%s: %s".formatted(request.code(), ran.reply().content()));
    }
    return ran;
  }

  void interrupt() throws Exception {
    client.interrupt().await(LONG);
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.close();
  }
}
