package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommsTest {
  private Kernel kernel;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /// Sends back what it gets.
  private final CommTarget echo =
      new CommTarget() {
        @Override
        public void opened(Comm comm, Message message) {
          heard.add("opened " + message.content().path("data"));
        }

        @Override
        public void received(Comm comm, Message message) {
          comm.send((ObjectNode) message.content().get("data"), message.buffers());
        }

        @Override
        public void closed(Comm comm, Message message) {
          heard.add("closed " + comm.id());
        }
      };

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
    kernel.server.comms().register("echo", echo);
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  private String tell(String type, ObjectNode content, byte[]... buffers) {
    ObjectNode whole = content.put("comm_id", "c1");
    whole.putObject("data").put("x", 1);
    return kernel.client.tell(type, whole, List.of(buffers));
  }

  private String openComms() throws Exception {
    return kernel.client.commInfo().await(Kernel.LONG).content().path("comms").toString();
  }

  @Test
  void openToAnUnknownTargetIsClosed() throws Exception {
    String id = tell("comm_open", Json.object().put("target_name", "nobody"));

    assertThat(Kernel.type(kernel.next(id))).isEqualTo("busy");
    Message close = kernel.next(id);
    assertThat(close.type()).isEqualTo("comm_close");
    assertThat(close.content().toString()).isEqualTo("{\"comm_id\":\"c1\",\"data\":{}}");
    assertThat(Kernel.type(kernel.next(id))).isEqualTo("idle");
    assertThat(openComms()).isEqualTo("{}");
  }

  @Test
  void messagesAndBuffersGoBothWays() throws Exception {
    tell("comm_open", Json.object().put("target_name", "echo"));
    assertThat(heard.take()).isEqualTo("opened {\"x\":1}");
    assertThat(openComms()).isEqualTo("{\"c1\":{\"target_name\":\"echo\"}}");

    String id = tell("comm_msg", Json.object(), new byte[] {0, 1, -1}, new byte[0]);
    assertThat(Kernel.type(kernel.next(id))).isEqualTo("busy");
    Message back = kernel.next(id);
    assertThat(back.type()).isEqualTo("comm_msg");
    assertThat(back.content().toString()).isEqualTo("{\"comm_id\":\"c1\",\"data\":{\"x\":1}}");
    assertThat(back.buffers()).containsExactly(new byte[] {0, 1, -1}, new byte[0]);
    assertThat(Kernel.type(kernel.next(id))).isEqualTo("idle");

    tell("comm_close", Json.object());
    assertThat(heard.take()).isEqualTo("closed c1");
    assertThat(openComms()).isEqualTo("{}");
  }

  @Test
  void messageToAnUnknownCommIsOnlyBusyAndIdle() throws Exception {
    for (String type : List.of("comm_msg", "comm_close")) {
      String id = tell(type, Json.object());
      assertThat(Kernel.type(kernel.next(id))).isEqualTo("busy");
      assertThat(Kernel.type(kernel.next(id))).isEqualTo("idle");
    }
  }

  @Test
  void kernelOpensAndCloses() throws Exception {
    Comm comm = kernel.server.comms().open("plot", Json.object().put("y", 2), List.of(), echo);

    Message open = nextOf("comm_open");
    assertThat(open.content().path("target_name").asText()).isEqualTo("plot");
    assertThat(open.content().path("comm_id").asText()).isEqualTo(comm.id());
    assertThat(openComms()).contains(comm.id());
    comm.close(Json.object());
    assertThat(nextOf("comm_close").content().path("comm_id").asText()).isEqualTo(comm.id());
    assertThat(openComms()).isEqualTo("{}");
  }

  private Message nextOf(String type) throws InterruptedException {
    Message message = kernel.next("");
    while (!message.type().equals(type)) {
      message = kernel.next("");
    }
    return message;
  }

  @Test
  void commsAreServedWhileACellRuns() throws Exception {
    PendingReply running = kernel.begin("block");
    kernel.awaitBegun("block");
    tell("comm_open", Json.object().put("target_name", "echo"));

    assertThat(heard.take()).startsWith("opened");
    assertThat(running.future()).isNotDone();
    kernel.interpreter.unblock.release();
    kernel.end(running);
  }
}
