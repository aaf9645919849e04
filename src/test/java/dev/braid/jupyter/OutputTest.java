package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where output goes, and that none is lost.
class OutputTest {
  private Kernel kernel;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  private Host host() {
    return Kernel.get(kernel.interpreter.host);
  }

  @Test
  void lateOutputComesUnderItsOwnCell() throws Exception {
    PendingReply first = kernel.begin("value 1");
    kernel.end(first);
    for (int i = 0; i < 4; i++) {
      kernel.next(first.id());
    }
    kernel.run("value 2");
    host().stream(kernel.interpreter.cell("value 1"), Host.Stream.STDOUT, "late");

    Message late = kernel.next(first.id());
    assertThat(late.type()).isEqualTo("stream");
    assertThat(late.content().path("text").asText()).isEqualTo("late");
  }

  @Test
  void outputOfNoCellHasNoParent() throws Exception {
    host().stream(0, Host.Stream.STDOUT, "nobody's");

    Message message = kernel.next("");
    while (!message.type().equals("stream")) {
      message = kernel.next("");
    }
    assertThat(message.content().path("text").asText()).isEqualTo("nobody's");
  }

  @Test
  void nothingIsLostOrReordered() throws Exception {
    PendingReply running = kernel.begin("block");
    kernel.awaitBegun("block");
    long cell = kernel.interpreter.cell("block");
    int lines = 20_000;
    for (int i = 0; i < lines; i++) {
      host().stream(cell, Host.Stream.STDOUT, i + "\n");
    }
    kernel.interpreter.unblock.release();

    List<String> texts =
        kernel.end(running).output().stream()
            .filter(m -> m.type().equals("stream"))
            .map(m -> m.content().path("text").asText())
            .toList();
    assertThat(texts).isEqualTo(IntStream.range(0, lines).mapToObj(i -> i + "\n").toList());
  }

  @Test
  void interruptedThreadCanStillPrint() throws Exception {
    PendingReply cell = kernel.begin("value 1");
    kernel.end(cell);
    long number = kernel.interpreter.cell("value 1");
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          Thread.currentThread().interrupt();
          host().stream(number, Host.Stream.STDOUT, "by the interrupted");
          stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });

    assertThat(Kernel.get(stillInterrupted)).isTrue();
    assertThat(kernel.run("print alive").status()).isEqualTo("ok");
  }

  /// Who comes while nothing is said: otherwise that may come first.
  @Test
  void welcomeIsTheFirstThatEveryClientGets() throws Exception {
    awaitQuiet(kernel.client, kernel.published);
    for (int i = 0; i < 3; i++) {
      BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      try (KernelClient late = KernelClient.connect(kernel.connection, heard::add)) {
        Message first = heard.take();
        assertThat(first.type()).isEqualTo("iopub_welcome");
        assertThat(first.content().toString()).isEqualTo("{\"subscription\":\"\"}");
        assertThat(first.parentId()).isEmpty();
        late.ready(Kernel.LONG);
        late.execute(ExecuteRequest.of("print x"), _ -> {}).await(Kernel.LONG);
        awaitQuiet(late, heard);
      }
    }
  }

  /// Waits until all is said for what that client has asked before: the same thread answers the
  /// last of its questions last.
  private static void awaitQuiet(KernelClient client, BlockingQueue<Message> heard)
      throws InterruptedException {
    String last = client.kernelInfo().id();
    Message message = heard.take();
    while (!message.parentId().equals(last) || !Kernel.type(message).equals("idle")) {
      message = heard.take();
    }
  }

  /// To the first subscriber, who asks nothing before he is one: otherwise the answer may come
  /// first.
  @Test
  void startingIsSaidOnceAndFirst(@TempDir Path directory) throws Exception {
    try (Kernel quiet = new Kernel(directory, new FakeInterpreter())) {
      assertThat(quiet.published.take().type()).isEqualTo("iopub_welcome");
      assertThat(Kernel.type(quiet.published.take())).isEqualTo("starting");
      quiet.client.ready(Kernel.LONG);
      quiet.run("print x");
      try (KernelClient late = KernelClient.connect(quiet.connection)) {
        late.ready(Kernel.LONG);
        late.execute(ExecuteRequest.of("print x"), _ -> {}).await(Kernel.LONG);
      }
      assertThat(quiet.published).noneMatch(m -> Kernel.type(m).equals("starting"));
    }
  }

  @Test
  void oneSessionIsInAllHeaders() throws Exception {
    kernel.run("print x");

    assertThat(kernel.published)
        .allSatisfy(message -> {
          Header header = message.header();
          assertThat(header.session())
              .isEqualTo(kernel.published.element().header().session())
              .isNotEmpty();
          assertThat(header.version()).isEqualTo("5.4");
          assertThat(header.date()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        });
    assertThat(kernel.published).extracting(m -> m.header().msgId()).doesNotHaveDuplicates();
  }
}
