package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class ShutdownTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"true,CONTROL", "false,CONTROL", "true,SHELL"})
  void replyIsToTheAskerAndToAll(boolean restart, Channel channel) throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      PendingReply asked =
          kernel.client.ask(channel, "shutdown_request", Json.object().put("restart", restart));

      String content = "{\"status\":\"ok\",\"restart\":%s}".formatted(restart);
      assertThat(asked.await(Kernel.LONG).content().toString()).isEqualTo(content);
      assertThat(Kernel.type(kernel.next(asked.id()))).isEqualTo("busy");
      Message broadcast = kernel.next(asked.id());
      assertThat(broadcast.type()).isEqualTo("shutdown_reply");
      assertThat(broadcast.content().toString()).isEqualTo(content);
      assertThat(Kernel.type(kernel.next(asked.id()))).isEqualTo("idle");
      assertThat(kernel.server.awaitShutdown()).isEqualTo(restart);
    }
  }

  @Test
  void awaitShutdownEndsWithItsTimeout() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      assertThat(kernel.server.awaitShutdown(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void closeEndsTheRunningCellAndAllThreadsAndFreesThePorts() throws Exception {
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    Kernel kernel = new Kernel(directory);
    ConnectionFile connection = kernel.connection;
    PendingReply running = kernel.begin("block");
    kernel.awaitBegun("block");
    PendingReply queued = kernel.begin("value 2");
    kernel.client.kernelInfo().await(Kernel.LONG);
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !others.contains(thread))
            .filter(thread -> thread.getName().matches("braid-(wire|cells|history|control)"))
            .toList();
    assertThat(threads).hasSize(4);

    kernel.server.close();

    // What was under way was answered before the end.
    assertThat(kernel.end(running).status()).isEqualTo("error");
    assertThat(kernel.end(queued).status()).isEqualTo("aborted");
    assertThat(kernel.interpreter.closed.getCount()).isZero();
    for (Thread thread : threads) {
      thread.join();
    }
    for (int port : connection.ports().values()) {
      new ServerSocket(port, 1, InetAddress.ofLiteral(connection.ip())).close();
    }
    kernel.close();
  }

  @Test
  void anotherKernelStartsOnTheSamePortsAndTheClientGoesOn() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.client.shutdown(true).await(Kernel.LONG);
      kernel.server.close();
      try (KernelServer again =
          KernelServer.start(
              kernel.connection, new FakeInterpreter(), directory.resolve("history.jsonl"))) {
        assertThat(again.comms()).isNotNull();
        kernel.client.ready(Kernel.LONG);
        assertThat(kernel.client.execute(ExecuteRequest.of("value 1"), _ -> {}).future())
            .succeedsWithin(Kernel.LONG);
      }
    }
  }

  @Test
  void questionThatIsLostIsAskedAgain() throws Exception {
    ConnectionFile connection = ConnectionFile.create();
    try (KernelClient client = KernelClient.connect(connection);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Message> ready = thread.submit(() -> client.ready(Kernel.LONG));
      try (ZContext context = new ZContext()) {
        ZMQ.Socket deaf = context.createSocket(SocketType.ROUTER);
        deaf.bind(connection.endpoint(Channel.SHELL));
        RawClient.receive(deaf);
      }
      try (KernelServer kernel =
          KernelServer.start(
              connection, new FakeInterpreter(), directory.resolve("history.jsonl"))) {
        assertThat(ready.get().content().path("implementation").asText()).isNotEmpty();
        assertThat(kernel.comms()).isNotNull();
      }
    }
  }

  @Test
  void closeTwiceIsClosedOnce() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.server.close();
      kernel.server.close();
      assertThat(kernel.server.awaitShutdown()).isFalse();
    }
  }

  @Test
  void outputAfterTheEndIsDropped() throws Exception {
    Kernel kernel = new Kernel(directory);
    kernel.run("value 1");
    kernel.close();
    Host host = Kernel.get(kernel.interpreter.host);

    host.stream(1, Host.Stream.STDOUT, "too late");
    assertThatThrownBy(() -> host.input(1, "?", false)).isInstanceOf(IOException.class);
  }

  @Test
  void takenPortIsNamed() throws Exception {
    ConnectionFile connection = ConnectionFile.create();
    try (ServerSocket taken =
        new ServerSocket(
            connection.port(Channel.CONTROL), 1, InetAddress.ofLiteral(connection.ip()))) {
      assertThatThrownBy(() ->
              KernelServer.start(
                  connection, new FakeInterpreter(), directory.resolve("history.jsonl")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("control_port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining(";");
    }
    // Those that were bound before are free again.
    new ServerSocket(connection.port(Channel.SHELL), 1, InetAddress.ofLiteral(connection.ip()))
        .close();
  }

  @Test
  void deathOfTheKernelEndsAllWaits() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      PendingReply running = kernel.begin("block");
      CompletableFuture<Message> future = running.future();
      kernel.client.fail(new IOException("exit code 137"));

      assertThat(future)
          .failsWithin(Kernel.LONG.toSeconds(), TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("exit code 137");
      assertThatThrownBy(() -> kernel.begin("value 1").await(Kernel.LONG))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("exit code 137");
    }
  }

  @Test
  void clientWithoutAKernelSaysWhatItWaitedFor() throws Exception {
    try (KernelClient lonely = KernelClient.connect(ConnectionFile.create())) {
      assertThatThrownBy(() -> lonely.ready(Duration.ofMillis(50)))
          .hasMessageContaining("kernel_info_request")
          .hasMessageContaining("PT0.05S");
      assertThatThrownBy(() -> lonely.heartbeat(Duration.ofMillis(50)))
          .hasMessageContaining("heart");
    }
  }
}
