package dev.braid.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.Deadline;
import dev.braid.net.AuthKey.Side;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both sides of the handshake against each other, and against one who lies.
class HandshakeTest {
  private static final AuthKey KEY = new AuthKey("a key of many bytes".getBytes(US_ASCII));
  private static final AuthKey OTHER = new AuthKey("another key".getBytes(US_ASCII));

  /// A connection within this process.
  private record Ends(FrameChannel listener, FrameChannel client) {
    static Ends open() {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Guest client = Guest.of(SocketChannel.open(server.getLocalAddress()));
        return new Ends(Guest.of(server.accept()).channel(), client.channel());
      } catch (IOException e) {
        throw new AssertionError("connecting", e);
      }
    }
  }

  private FrameChannel listener;
  private FrameChannel client;

  HandshakeTest() {
    Ends ends = Ends.open();
    listener = ends.listener();
    client = ends.client();
  }

  private void openAnew() {
    close();
    Ends ends = Ends.open();
    listener = ends.listener();
    client = ends.client();
  }

  @AfterEach
  void close() {
    client.close();
    listener.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  /// Runs the other side meanwhile; what it threw, or null.
  private static FutureTask<Throwable> meanwhile(Step step) {
    FutureTask<Throwable> task =
        new FutureTask<>(() -> {
          try {
            step.run();
            return new AssertionError("nothing was thrown");
          } catch (IOException e) {
            return e;
          }
        });
    Thread.startVirtualThread(task);
    return task;
  }

  private byte[] received() throws Exception {
    byte[] frame = client.receive(Deadline.NONE);
    assertThat(frame).isNotNull();
    return frame == null ? new byte[0] : frame;
  }

  private void send(byte[] frame) throws Exception {
    assertThat(client.send(frame, Deadline.NONE)).isTrue();
  }

  @Test
  void whoeverHasTheKeyIsLetIn() throws Exception {
    FutureTask<Void> receiving =
        new FutureTask<>(() -> {
          Handshake.receive(listener, KEY, Deadline.NONE);
          return null;
        });
    Thread.startVirtualThread(receiving);
    Handshake.introduce(client, KEY, Deadline.NONE);
    assertThat(receiving.get()).isNull();
  }

  @Test
  void bothSidesAreToldOfAnotherKey() throws Exception {
    FutureTask<Throwable> receiving =
        meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    assertThatThrownBy(() -> Handshake.introduce(client, OTHER, Deadline.NONE))
        .isInstanceOf(WrongKeyException.class);
    assertThat(receiving.get()).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void aBogusProofIsAnotherKey() throws Exception {
    FutureTask<Throwable> receiving =
        meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    byte[] _ = received();
    send(new byte[64]);
    assertThat(receiving.get()).isInstanceOf(WrongKeyException.class);
    assertThat(received()).asString(US_ASCII).isEqualTo("REFUSED\n");
  }

  @Test
  void aBogusAnswerIsNoHandshake() throws Exception {
    FutureTask<Throwable> receiving =
        meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    byte[] _ = received();
    send("something bogus".getBytes(US_ASCII));
    assertThat(receiving.get())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("an answer of 15 bytes to the challenge");
  }

  @Test
  void aBogusGreetingIsNoListener() throws Exception {
    assertThat(listener.send("something bogus".getBytes(US_ASCII), Deadline.NONE)).isTrue();
    assertThatThrownBy(() -> Handshake.introduce(client, KEY, Deadline.NONE))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("doesn't greet as a listener of Braid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"something bogus", "", "WELCOME\n", "WELCOME\n01234567890123456789012345678901"})
  void aWelcomeWithoutProofIsAnotherKey(String welcome) throws Exception {
    FutureTask<Throwable> introducing =
        meanwhile(() -> Handshake.introduce(client, KEY, Deadline.NONE));
    assertThat(listener.send(greeting(), Deadline.NONE)).isTrue();
    assertThat(listener.receive(Deadline.NONE)).hasSize(64);
    assertThat(listener.send(welcome.getBytes(US_ASCII), Deadline.NONE)).isTrue();
    assertThat(introducing.get())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("can't prove that it knows the key");
  }

  private static byte[] greeting() {
    return Arrays.copyOf(Handshake.GREETING, Handshake.GREETING.length + 32);
  }

  @Test
  void aProofOfAnotherHandshakeIsOfNoUse() throws Exception {
    FutureTask<Throwable> first = meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    byte[] answer = answer(received(), Side.CLIENT);
    client.close();
    assertThat(first.get()).isInstanceOf(EOFException.class);
    openAnew();
    FutureTask<Throwable> second = meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    byte[] _ = received();
    send(answer);
    assertThat(second.get()).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void aProofOfTheOtherSideIsOfNoUse() throws Exception {
    FutureTask<Throwable> receiving =
        meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    send(answer(received(), Side.LISTENER));
    assertThat(receiving.get()).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void aListenerThatGivesTheClientsProofBackProvesNothing() throws Exception {
    FutureTask<Throwable> introducing =
        meanwhile(() -> Handshake.introduce(client, KEY, Deadline.NONE));
    assertThat(listener.send(greeting(), Deadline.NONE)).isTrue();
    byte[] answer = listener.receive(Deadline.NONE);
    assertThat(answer).hasSize(64);
    byte[] welcome = Arrays.copyOf("WELCOME\n".getBytes(US_ASCII), 40);
    System.arraycopy(answer == null ? welcome : answer, 32, welcome, 8, 32);
    assertThat(listener.send(welcome, Deadline.NONE)).isTrue();
    assertThat(introducing.get()).isInstanceOf(WrongKeyException.class);
  }

  private static byte[] answer(byte[] greeting, Side side) {
    byte[] answer = new byte[64];
    byte[] theirs = Arrays.copyOfRange(greeting, Handshake.GREETING.length, greeting.length);
    byte[] proof = KEY.proof(side, theirs, new byte[32]);
    System.arraycopy(proof, 0, answer, 32, 32);
    return answer;
  }

  @Test
  void challengesAreNeverTheSame() throws Exception {
    FutureTask<Throwable> first = meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    byte[] greeting = received();
    client.close();
    assertThat(first.get()).isInstanceOf(EOFException.class);
    openAnew();
    FutureTask<Throwable> second = meanwhile(() -> Handshake.receive(listener, KEY, Deadline.NONE));
    assertThat(received()).isNotEqualTo(greeting);
    client.close();
    assertThat(second.get()).isInstanceOf(EOFException.class);
  }

  @Test
  void whoSaysNothingIsLeftAtTheDeadline() {
    assertThatThrownBy(() -> Handshake.introduce(client, KEY, Deadline.in(Duration.ofMillis(10))))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
