package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest {
  private static final byte[] KEY = "a key of many bytes".getBytes(US_ASCII);
  private static final InetSocketAddress HOME = new InetSocketAddress("localhost", 0);

  @TempDir private Path directory = Path.of("");

  private UnixDomainSocketAddress file() {
    return UnixDomainSocketAddress.of(directory.resolve("socket"));
  }

  private static String hello(SocketAddress address) {
    Process child =
        new Process(() -> {
          try (Connection<String> connection = Client.connect(address)) {
            connection.send("hello");
          }
        });
    child.start();
    return child.name();
  }

  @Test
  void aChildConnectsByAddressAlone() {
    for (SocketAddress address : new SocketAddress[] {HOME, file()}) {
      try (Listener listener = new Listener(address)) {
        String _ = hello(listener.address());
        try (Connection<String> connection = listener.accept()) {
          assertThat(connection.recv()).isEqualTo("hello");
          assertThatThrownBy(connection::recv).isInstanceOf(EndOfFileException.class);
        }
      }
    }
    Multiprocessing.activeChildren().forEach(Process::join);
  }

  @Test
  void anotherProgramConnectsByAddressAndKey() throws Exception {
    try (Listener listener = new Listener(HOME, KEY)) {
      InetSocketAddress address = (InetSocketAddress) listener.address();
      java.lang.Process program =
          new ProcessBuilder(
                  JavaCommand.of(
                      Caller.class,
                      Integer.toString(address.getPort()),
                      HexFormat.of().formatHex(KEY)))
              .redirectErrorStream(true)
              .start();
      try (Connection<Object> connection = listener.accept()) {
        assertThat(connection.recv()).isEqualTo(Multiprocessing.tuple("pid", program.pid()));
        connection.send("thank you");
        assertThat(program.getInputStream().readAllBytes())
            .asString(UTF_8)
            .isEqualToIgnoringNewLines("received thank you");
        assertThatThrownBy(connection::recv).isInstanceOf(EndOfFileException.class);
      }
      assertThat(program.waitFor()).isZero();
    }
  }

  /// Another program.
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) {
      byte[] key = HexFormat.of().parseHex(arguments[1]);
      int port = Integer.parseInt(arguments[0]);
      try (Connection<Object> connection =
          Client.connect(new InetSocketAddress("localhost", port), key)) {
        connection.send(Multiprocessing.tuple("pid", Multiprocessing.getpid()));
        System.out.println("received " + connection.recv());
      }
    }
  }

  @Test
  void addressTellsThePortThatWasFree() {
    try (Listener listener = new Listener();
        Listener other = new Listener()) {
      InetSocketAddress address = (InetSocketAddress) listener.address();
      assertThat(address.getPort()).isPositive();
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      assertThat(other.address()).isNotEqualTo(address);
    }
  }

  @Test
  void theAddressOfAClosedOneIsFreeAtOnce() {
    SocketAddress address;
    try (Listener first = new Listener(HOME, KEY)) {
      address = first.address();
    }
    for (int i = 0; i < 200; i++) {
      try (Listener next = new Listener(address, KEY)) {
        assertThat(next.address()).isEqualTo(address);
      }
    }
  }

  @Test
  void anAddressWithoutHostIsThisMachineAlone() throws IOException {
    try (Listener listener = new Listener(new InetSocketAddress(0), KEY)) {
      assertThat(((InetSocketAddress) listener.address()).getAddress())
          .isEqualTo(InetAddress.getLoopbackAddress());
    }
    try (Listener listener = Listener.onAllNetworks(0, KEY, Admission.STANDARD)) {
      assertThat(((InetSocketAddress) listener.address()).getAddress().isAnyLocalAddress())
          .isTrue();
    }
  }

  @Test
  void lastAcceptedIsTheClientOfTheLastConnection() {
    try (Listener listener = new Listener(HOME, KEY)) {
      assertThat(listener.lastAccepted()).isEmpty();
      try (Connection<String> client = Client.connect(listener.address(), KEY);
          Connection<String> server = listener.accept()) {
        assertThat(listener.lastAccepted()).isPresent();
        assertThat(server.toString()).contains(listener.lastAccepted().orElseThrow().toString());
        assertThat(client.toString()).contains(listener.address().toString());
      }
    }
  }

  @Test
  void anAddressIsTakenOnce() {
    for (SocketAddress address : new SocketAddress[] {HOME, file()}) {
      try (Listener listener = new Listener(address, KEY)) {
        assertThatThrownBy(() -> new Listener(listener.address(), KEY))
            .isInstanceOf(ListenFailedException.class)
            .hasMessageContaining("can't listen at " + listener.address());
      }
    }
  }

  @Test
  void aClientThatHasGoneBeforeItIsAcceptedIsServed() throws Exception {
    for (SocketAddress address : new SocketAddress[] {HOME, file()}) {
      try (Listener listener = new Listener(address, KEY)) {
        try (Connection<String> client = Client.connect(listener.address(), KEY)) {
          client.send("hello");
        }
        try (Connection<String> server = listener.accept()) {
          assertThat(server.poll(Duration.ofSeconds(60))).isTrue();
          assertThat(server.recv()).isEqualTo("hello");
          assertThatThrownBy(server::recv).isInstanceOf(EndOfFileException.class);
        }
      }
    }
  }

  @Test
  void acceptWaitsNoLongerThanItsLimit() {
    try (Listener listener = new Listener(HOME, KEY)) {
      assertThat(listener.accept(millis(10))).isEmpty();
      assertThat(listener.accept(Duration.ofSeconds(-1))).isEmpty();
      try (Connection<Integer> client = Client.connect(listener.address(), KEY)) {
        Optional<Connection<Integer>> server = listener.accept(Duration.ofSeconds(60));
        client.send(1);
        assertThat(server.orElseThrow().recv()).isEqualTo(1);
        server.orElseThrow().close();
      }
    }
  }

  @Test
  void connectionsOutliveTheirListener() {
    Listener listener = new Listener(HOME, KEY);
    try (Connection<Integer> client = Client.connect(listener.address(), KEY);
        Connection<Integer> server = listener.accept()) {
      listener.close();
      client.send(1);
      assertThat(server.recv()).isEqualTo(1);
    }
  }

  @Test
  void aConnectionCannotBeCopiedToAChild() {
    try (Listener listener = new Listener(HOME, KEY);
        Connection<Integer> client = Client.connect(listener.address(), KEY)) {
      assertThatThrownBy(() -> new Process(() -> client.send(1)).start())
          .isInstanceOf(CopyException.class)
          .hasMessageContaining("pass its address");
      listener.<Integer>accept().close();
    }
  }

  @Nested
  class WhenItIsClosed {
    @Test
    void whoWaitsToAcceptIsTold() throws Exception {
      Listener listener = new Listener(HOME, KEY);
      FutureTask<Throwable> accepting =
          new FutureTask<>(() -> {
            try {
              return new AssertionError("accepted " + listener.<Integer>accept());
            } catch (IllegalStateException e) {
              return e;
            }
          });
      Thread thread = Thread.ofPlatform().start(accepting);
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      listener.close();
      assertThat(accepting.get()).hasMessage("the listener was closed by another thread");
      thread.join();
      assertThatThrownBy(listener::accept)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the listener is closed");
      listener.close();
      assertThat(listener.toString()).contains("closed");
    }

    @Test
    void nobodyCanConnect() {
      for (SocketAddress address : new SocketAddress[] {HOME, file()}) {
        Listener listener = new Listener(address, KEY);
        listener.close();
        assertThatThrownBy(() -> Client.connect(listener.address(), KEY))
            .isInstanceOf(ConnectFailedException.class)
            .hasMessageContaining("can't connect to " + listener.address());
      }
    }

    @Test
    void whoWasNotAcceptedReceivesTheEnd() {
      Listener listener = new Listener(HOME, KEY);
      try (Connection<Integer> client = Client.connect(listener.address(), KEY)) {
        listener.close();
        assertThatThrownBy(client::recv).isInstanceOf(EndOfFileException.class);
      }
    }

    @Test
    void itsFileIsGone() {
      Listener listener = new Listener(file(), KEY);
      assertThat(file().getPath()).exists();
      listener.close();
      assertThat(file().getPath()).doesNotExist();
      new Listener(file(), KEY).close();
    }

    @Test
    void aFileWhereNobodyListensAnyMoreIsReplaced() throws IOException {
      // As a kill leaves it.
      ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(file()).close();
      assertThat(file().getPath()).exists();
      try (Listener listener = new Listener(file(), KEY);
          Connection<String> _ = Client.connect(file(), KEY);
          Connection<String> _ = listener.accept()) {
        assertThatThrownBy(() -> new Listener(file(), KEY))
            .isInstanceOf(ListenFailedException.class)
            .hasMessageContaining("another process listens there");
      }
    }

    @Test
    void aFileWhereSomebodyListensWhoIsBusyStays() throws IOException {
      try (ServerSocketChannel busy =
              ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(file(), 1);
          SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
          SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        for (SocketChannel waiting : List.of(first, second)) {
          waiting.configureBlocking(false);
          boolean _ = waiting.connect(file());
        }
        assertThatThrownBy(() -> new Listener(file(), KEY))
            .isInstanceOf(ListenFailedException.class);
        assertThat(busy.accept()).isNotNull().satisfies(SocketChannel::close);
      }
    }

    @Test
    void aFileThatIsNoSocketStays() throws IOException {
      Files.writeString(file().getPath(), "another's");
      assertThatThrownBy(() -> new Listener(file(), KEY)).isInstanceOf(ListenFailedException.class);
      assertThat(file().getPath()).hasContent("another's");
    }

    @Test
    void aFileThatTookItsPlaceStays() throws IOException {
      Listener listener = new Listener(file(), KEY);
      // In its place and not instead of it, so that it can't be given the same inode.
      Files.move(file().getPath(), directory.resolve("moved"));
      Files.writeString(file().getPath(), "another's");
      listener.close();
      assertThat(file().getPath()).hasContent("another's");
    }
  }

  @Test
  void theFileIsThisUsersAlone() throws IOException {
    try (Listener _ = new Listener(file(), KEY)) {
      assertThat(Files.getPosixFilePermissions(file().getPath()))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
  }

  @Nested
  class WithAnotherKey {
    @Test
    void bothSidesAreToldAndTheListenerGoesOn() {
      for (SocketAddress address : new SocketAddress[] {HOME, file()}) {
        try (Listener listener = new Listener(address, KEY)) {
          assertThatThrownBy(() -> Client.connect(listener.address(), new byte[] {1}))
              .isInstanceOf(AuthenticationException.class)
              .hasMessageContaining("refused ours; give both ends the same authKey");
          assertThatThrownBy(listener::accept)
              .isInstanceOf(AuthenticationException.class)
              .hasMessageContaining("has another key");
          try (Connection<Integer> client = Client.connect(listener.address(), KEY);
              Connection<Integer> server = listener.accept()) {
            client.send(1);
            assertThat(server.recv()).isEqualTo(1);
          }
        }
      }
    }

    @Test
    void anEmptyOneIsRefused() {
      assertThatThrownBy(() -> new Listener(file(), new byte[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the key is empty; give both ends the same secret, such as 32 random bytes");
      assertThat(file().getPath()).doesNotExist();
      assertThatThrownBy(() -> Client.connect(HOME, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the key is empty");
    }
  }

  @Test
  void anInterruptEndsAnAcceptAndNotTheListener() throws Exception {
    try (Listener listener = new Listener(HOME, KEY)) {
      FutureTask<Boolean> accepting =
          new FutureTask<>(() -> {
            assertThatThrownBy(listener::accept).isInstanceOf(InterruptedWaitException.class);
            return Thread.interrupted();
          });
      Thread thread = Thread.ofPlatform().start(accepting);
      thread.interrupt();
      assertThat(accepting.get()).isTrue();
      thread.join();
      try (Connection<Integer> client = Client.connect(listener.address(), KEY);
          Connection<Integer> server = listener.accept()) {
        client.send(1);
        assertThat(server.recv()).isEqualTo(1);
      }
    }
  }
}
