package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to requests while a cell runs.
class QueueTest {
  private Kernel kernel;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  /// Returns when the kernel has received all that was sent on shell before.
  private void awaitReceived() throws Exception {
    kernel.client.kernelInfo().await(Kernel.LONG);
  }

  @Nested
  class AfterAnError {
    private PendingReply blocked;

    @BeforeEach
    void block() throws Exception {
      blocked = kernel.begin("block");
      kernel.awaitBegun("block");
    }

    @Test
    void queuedCellsAreAborted() throws Exception {
      PendingReply failing = kernel.begin("fail x");
      PendingReply second = kernel.begin("value 2");
      PendingReply third = kernel.begin("value 3");
      awaitReceived();
      kernel.interpreter.unblock.release();

      assertThat(kernel.end(blocked).status()).isEqualTo("ok");
      assertThat(kernel.end(failing).status()).isEqualTo("error");
      for (PendingReply aborted : new PendingReply[] {second, third}) {
        Kernel.Ran ran = kernel.end(aborted);
        assertThat(ran.status()).isEqualTo("aborted");
        assertThat(ran.count()).isEqualTo(2);
        assertThat(ran.types()).containsExactly("busy", "idle");
      }
      assertThat(kernel.run("value 4").count()).isEqualTo(3);
    }

    @Test
    void otherRequestsAreNotAborted() throws Exception {
      PendingReply failing = kernel.begin("fail x");
      PendingReply question = kernel.client.isComplete("x");
      awaitReceived();
      kernel.interpreter.unblock.release();

      assertThat(question.await(Kernel.LONG).content().path("status").asText())
          .isEqualTo("complete");
      assertThat(kernel.end(failing).status()).isEqualTo("error");
    }

    @Test
    void queuedCellsRunIfTheErrorIsNotToStopThem() throws Exception {
      PendingReply failing = kernel.begin(ExecuteRequest.of("fail x").carryingOn());
      PendingReply second = kernel.begin("value 2");
      awaitReceived();
      kernel.interpreter.unblock.release();

      assertThat(kernel.end(failing).status()).isEqualTo("error");
      assertThat(kernel.end(second).status()).isEqualTo("ok");
    }

    @Test
    void silentErrorStopsNothing() throws Exception {
      kernel.begin(ExecuteRequest.of("fail x").silently());
      PendingReply second = kernel.begin("value 2");
      awaitReceived();
      kernel.interpreter.unblock.release();

      assertThat(kernel.end(second).status()).isEqualTo("ok");
    }
  }

  @Nested
  class WhileACellRuns {
    private PendingReply blocked;

    @BeforeEach
    void block() throws Exception {
      blocked = kernel.begin("block");
      kernel.awaitBegun("block");
    }

    @Test
    void interruptEndsItAndAbortsTheQueue() throws Exception {
      PendingReply second = kernel.begin("value 2");
      awaitReceived();

      Message reply = kernel.client.interrupt().await(Kernel.LONG);

      assertThat(reply.content().toString()).isEqualTo("{\"status\":\"ok\"}");
      Kernel.Ran ran = kernel.end(blocked);
      assertThat(ran.types()).containsExactly("busy", "execute_input", "error", "idle");
      assertThat(ran.reply().content().path("ename").asText()).isEqualTo("Interrupted");
      assertThat(kernel.end(second).status()).isEqualTo("aborted");
      assertThat(kernel.run("value 3").status()).isEqualTo("ok");
    }

    @Test
    void otherRequestsAreServed() throws Exception {
      for (Channel channel : new Channel[] {Channel.SHELL, Channel.CONTROL}) {
        PendingReply info = kernel.client.ask(channel, "kernel_info_request", Json.object());
        assertThat(info.await(Kernel.LONG).content().path("status").asText()).isEqualTo("ok");
        assertThat(Kernel.type(kernel.next(info.id()))).isEqualTo("busy");
        assertThat(Kernel.type(kernel.next(info.id()))).isEqualTo("idle");
      }
      kernel.client.complete("a", 1).await(Kernel.LONG);
      kernel.client.inspect("known", 1, 0).await(Kernel.LONG);
      kernel.client.isComplete("a").await(Kernel.LONG);
      kernel.client.commInfo().await(Kernel.LONG);
      kernel
          .client
          .history(Json.object().put("hist_access_type", "tail").put("n", 1))
          .await(Kernel.LONG);

      assertThat(blocked.future()).isNotDone();
      kernel.interpreter.unblock.release();
      assertThat(kernel.end(blocked).status()).isEqualTo("ok");
    }
  }

  @Test
  void interruptOfAnIdleKernelHarmsNothing() throws Exception {
    kernel.client.interrupt().await(Kernel.LONG);

    assertThat(kernel.run("value 1").status()).isEqualTo("ok");
  }

  @Test
  void kernelAnswersBeforeTheInterpreterHasStarted(@TempDir Path directory) throws Exception {
    CountDownLatch mayStart = new CountDownLatch(1);
    try (Kernel starting = new Kernel(directory, new FakeInterpreter(mayStart))) {
      Message info = starting.client.ready(Kernel.LONG);
      PendingReply cell = starting.begin("value 1");
      PendingReply control =
          starting.client.ask(Channel.CONTROL, "kernel_info_request", Json.object());
      control.await(Kernel.LONG);

      assertThat(info.content().path("banner").asText()).isEqualTo("Hello, 世界");
      assertThat(cell.future()).isNotDone();
      mayStart.countDown();
      assertThat(starting.end(cell).status()).isEqualTo("ok");
    }
  }
}
