package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who connects where no listener is.
class ClientTest {
  private static final byte[] KEY = "a key of many bytes".getBytes(US_ASCII);

  @TempDir private Path directory = Path.of("");

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(
            () -> Client.connect(UnixDomainSocketAddress.of(directory.resolve("missing")), KEY))
        .isInstanceOf(ConnectFailedException.class)
        .hasMessageContaining(UnixDomainSocketAddress.of(directory.resolve("missing")).toString());
  }

  @Test
  void anotherServerIsFoundOut() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> answering =
          new FutureTask<>(() -> {
            try (Socket client = server.accept()) {
              client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
              assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            return null;
          });
      Thread thread = Thread.ofPlatform().start(answering);
      assertThatThrownBy(() -> Client.connect(server.getLocalSocketAddress(), KEY))
          .isInstanceOf(ConnectFailedException.class);
      answering.get();
      thread.join();
    }
  }

  @Test
  void aServerThatSaysNothingIsLeftAtTheLimit() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() ->
              Client.connect(server.getLocalSocketAddress(), KEY, Admission.STANDARD, millis(50)))
          .isInstanceOf(ConnectFailedException.class)
          // The second if the limit was over before the connection was there.
          .hasMessageMatching(
              "(?s).*(no answer within the time for the handshake|it doesn't answer).*");
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SocketAddress address = server.getLocalSocketAddress();
      FutureTask<Boolean> connecting =
          new FutureTask<>(() -> {
            assertThatThrownBy(() -> Client.connect(address, KEY))
                .isInstanceOf(InterruptedWaitException.class);
            return Thread.interrupted();
          });
      Thread thread = Thread.ofPlatform().start(connecting);
      thread.interrupt();
      assertThat(connecting.get()).isTrue();
      thread.join();
    }
  }

  @Test
  void addressesOfOtherKindsAreRefused() {
    SocketAddress odd =
        new SocketAddress() {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            return "odd";
          }
        };
    assertThatThrownBy(() -> Client.connect(odd, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use an InetSocketAddress or a UnixDomainSocketAddress");
    assertThatThrownBy(() -> new Listener(odd, KEY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Client.connect(InetSocketAddress.createUnresolved("nowhere", 1), KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isn't known");
  }
}
