package dev.braid;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A queue that a server has registered, used by processes that know its address and key alone.
class ServedQueueTest {
  private static final byte[] KEY = "a key of this test".getBytes(US_ASCII);

  private static void serve(Connection<SocketAddress> report) {
    Queue<Object> jobs = new Queue<>();
    try (report;
        ManagerServer server =
            ManagerServer.at(new InetSocketAddress(0), KEY)
                .register("jobs", Queue.class, () -> jobs)
                .serve()) {
      report.send(server.address());
      SocketAddress _ = report.recv();
    } catch (EndOfFileException e) {
      return; // the test is over
    }
  }

  @SuppressWarnings("unchecked") // as it was registered
  private static Queue<Object> jobs(ManagerClient client) {
    return client.get("jobs", Queue.class);
  }

  @Test
  void whatOneClientPutsAnotherOneGets() {
    Pipe<SocketAddress> pipe = new Pipe<>();
    Process server = new Process(() -> serve(pipe.second()));
    server.start();
    pipe.second().close();
    SocketAddress address = pipe.first().recv();
    Other.Kind.PROCESS
        .start(() -> {
          try (ManagerClient client = ManagerClient.connect(address, KEY)) {
            Queue<Object> jobs = jobs(client);
            jobs.put(List.of("hello world", 1, true));
            assertThatThrownBy(() -> jobs.put(Thread.currentThread()))
                .isInstanceOf(CopyException.class);
          }
        })
        .join();
    try (ManagerClient client = ManagerClient.connect(address, KEY)) {
      assertThat(jobs(client).qsize()).isEqualTo(1);
      assertThat(jobs(client).get()).isEqualTo(List.of("hello world", 1, true));
      assertThat(jobs(client).empty()).isTrue();
    }
    pipe.first().close();
    server.join();
    assertThat(server.exitCode()).isZero();
  }
}
