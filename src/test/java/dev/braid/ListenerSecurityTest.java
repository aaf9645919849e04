package dev.braid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.code.Codec;
import dev.braid.memory.Message;
import dev.braid.net.RawClient;
import dev.braid.net.Reception;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Clients that mean no good are refused or bounded, and others are served meanwhile.
class ListenerSecurityTest {
  private static final byte[] KEY = "a key of many bytes".getBytes(US_ASCII);
  private static final int PLACES = 128;

  private final Listener listener = listener(Duration.ofSeconds(60));

  private static Listener listener(Duration patience) {
    return new Listener(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        KEY,
        Admission.STANDARD,
        new Reception.Rules(1 << 20, patience, PLACES));
  }

  @AfterEach
  void serveAndClose() {
    try (listener) {
      serve(listener);
    }
  }

  private static void serve(Listener listener) {
    try (Connection<String> client = Client.connect(listener.address(), KEY);
        Connection<String> server = listener.accept()) {
      client.send("served");
      assertThat(server.recv()).isEqualTo("served");
    }
  }

  @Nested
  class BeforeTheHandshake {
    @Test
    void aClientThatSaysNothingHoldsUpNobody() {
      try (RawClient _ = RawClient.at(listener.address())) {
        serve(listener);
      }
    }

    @Test
    void aClientThatSaysNothingIsDroppedInTheEnd() {
      try (Listener impatient = listener(Duration.ofMillis(50));
          RawClient silent = RawClient.at(impatient.address())) {
        silent.awaitEnd();
        assertThat(impatient.<String>accept(Duration.ZERO)).isEmpty();
      }
    }

    @Test
    void aClientThatHangsUpIsNoConnection() {
      RawClient.at(listener.address()).close();
      serve(listener);
      assertThat(listener.<String>accept(Duration.ZERO)).isEmpty();
    }

    @Test
    void nonsenseIsNoConnection() throws IOException {
      for (String nonsense : List.of("GET / HTTP/1.1\r\n\r\n", "\0\0\0\0", "\0\0\0\1x")) {
        try (RawClient client = RawClient.at(listener.address())) {
          client.send(nonsense.getBytes(ISO_8859_1));
          client.awaitEnd();
        }
      }
      assertThat(listener.<String>accept(Duration.ZERO)).isEmpty();
    }

    @Test
    void aLengthOfTwoGibibytesIsRefusedAtOnce() throws IOException {
      for (byte highest : new byte[] {0x7F, (byte) 0xFF}) {
        try (RawClient client = RawClient.at(listener.address())) {
          client.send(highest, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
          client.awaitEnd();
        }
      }
    }

    @Test
    void aFrameThatIsCutShortIsNoConnection() throws IOException {
      try (RawClient client = RawClient.at(listener.address())) {
        client.send((byte) 0, (byte) 0, (byte) 0, (byte) 64, (byte) 1);
      }
      serve(listener);
      assertThat(listener.<String>accept(Duration.ZERO)).isEmpty();
    }

    @Test
    void aThousandIdleClientsAreBounded() {
      List<RawClient> idle = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          idle.add(RawClient.at(listener.address()));
        }
        serve(listener);
        // For each one above the number of places, the one that came first was sent away.
        idle.subList(0, 1000 - PLACES).forEach(RawClient::awaitEnd);
      } finally {
        idle.forEach(RawClient::close);
      }
    }

    @Test
    void manyWrongKeysAreReportedUpToABound() throws IOException {
      for (int i = 0; i < 50; i++) {
        try (RawClient client = RawClient.at(listener.address())) {
          client.introduce(new byte[] {1});
          client.awaitEnd();
        }
      }
      try (Connection<String> client = Client.connect(listener.address(), KEY)) {
        int reports = 0;
        while (true) {
          try (Connection<String> server = listener.accept()) {
            client.send("served");
            assertThat(server.recv()).isEqualTo("served");
            break;
          } catch (AuthenticationException e) {
            reports++;
          }
        }
        assertThat(reports).isEqualTo(16);
      }
    }
  }

  @Nested
  class AfterTheHandshake {
    @Test
    void aLengthOfTwoGibibytesIsTheEndOfTheConnection() throws IOException {
      try (RawClient client = RawClient.admitted(listener.address(), KEY);
          Connection<Object> server = listener.accept()) {
        client.send((byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(server::recv)
              .isInstanceOf(MessageTooLargeException.class)
              .hasMessageContaining("a message of 2147483647 bytes, and at most 1048576 are taken");
        }
        client.awaitEnd();
        assertThat(server.poll()).isTrue();
        assertThatThrownBy(() -> server.send(1)).isInstanceOf(BrokenPipeException.class);
      }
    }

    @Test
    void aFrameThatIsCutShortIsAnEnd() throws IOException {
      try (Connection<Object> server = cutShort()) {
        assertThatThrownBy(server::recv)
            .isInstanceOf(EndOfFileException.class)
            .hasMessageContaining("hung up in the middle of a message");
      }
    }

    private Connection<Object> cutShort() throws IOException {
      try (RawClient client = RawClient.admitted(listener.address(), KEY)) {
        client.send((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 1);
        return listener.accept();
      }
    }

    @Test
    void anObjectThatIsNotAdmittedRunsNoCodeHere() throws IOException {
      // Made from another class, so that the gadget's own isn't touched in this process.
      String bytes = new String(encoded(new Harmls()), ISO_8859_1);
      byte[] attack =
          bytes
              .replace(Harmls.class.getName(), Harmls.class.getName().replace("Harmls", "Gadget"))
              .getBytes(ISO_8859_1);
      try (RawClient client = RawClient.admitted(listener.address(), KEY);
          Connection<Object> server = listener.accept()) {
        client.sendFrame(attack);
        assertThatThrownBy(server::recv)
            .isInstanceOf(UnreadableException.class)
            .hasMessageContaining("ListenerSecurityTest$Gadget may not come in here");
        assertThat(Witness.seen).isEmpty();
        client.sendFrame(encoded("the next one"));
        assertThat(server.recv()).isEqualTo("the next one");
      }
    }

    @Test
    void nonsenseIsUnreadable() throws IOException {
      try (RawClient client = RawClient.admitted(listener.address(), KEY);
          Connection<Object> server = listener.accept()) {
        for (byte[] nonsense : List.of(new byte[0], new byte[] {127}, new byte[] {64, 1, 2})) {
          client.sendFrame(nonsense);
          assertThatThrownBy(server::recv).isInstanceOf(UnreadableException.class);
        }
      }
    }
  }

  private static byte[] encoded(Object value) {
    Message message = Codec.current().encode("value", value);
    byte[] bytes = new byte[(int) message.length()];
    message.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  /// What ran.
  static final class Witness {
    static final List<String> seen = new ArrayList<>();

    private Witness() {}
  }

  private static final class Harmls implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
  }

  /// Its code would run wherever it is read.
  @SuppressWarnings("unused") // by its name
  private static final class Gadget implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    static {
      Witness.seen.add("initializer");
    }

    @Serial
    private void readObject(ObjectInputStream in) {
      Witness.seen.add("readObject");
    }
  }
}
