package dev.braid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.net.RawClient;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Clients of a manager that mean no good are refused or bounded; others are served meanwhile, and
/// nothing of them stays.
class ManagerSecurityTest {
  private final ManagerServer server =
      ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY)
          .register("workshop", Workshop.class, Workshop.Real::new)
          .grace(Duration.ofMillis(1))
          .serve();
  private final RawLine friend = RawLine.greeted(server.address());

  @AfterEach
  void serveAndClose() {
    try (server) {
      assertThat(friend.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      try (RawLine next = RawLine.greeted(server.address())) {
        assertThat(next.ask(RawLine.CALL, 1L, 0L, "count()"))
            .containsExactly(RawLine.RETURNED, 1L, 0);
      }
      friend.close();
      while (server.connections() > 0) {
        Thread.onSpinWait();
      }
      assertThat(server.numberOfObjects()).isZero();
    }
  }

  private static ManagerClient connect(SocketAddress address, byte... key) {
    return ManagerClient.connect(address, key);
  }

  @Nested
  class BeforeTheHandshake {
    @Test
    void anotherKeyIsRefused() {
      assertThatThrownBy(() -> connect(server.address(), (byte) 1))
          .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void anEmptyKeyIsNone() throws IOException {
      assertThatThrownBy(() -> connect(server.address()))
          .isInstanceOf(IllegalArgumentException.class);
      try (RawClient client = RawClient.at(server.address())) {
        byte[] _ = client.frame();
        client.sendFrame(new byte[0]);
        client.awaitEnd();
      }
    }

    @Test
    void aServerWithAnEmptyKeyDoesNotServe() {
      ManagerServer open = ManagerServer.at(ManagerRoot.address("localhost", 0), new byte[0]);
      try (open) {
        assertThatThrownBy(open::serve).isInstanceOf(IllegalArgumentException.class);
      }
    }

    @Test
    void aMessageWithoutAHandshakeIsTheEnd() throws IOException {
      try (RawClient client = RawClient.at(server.address())) {
        byte[] _ = client.frame();
        client.sendFrame(SocketConnection.encode("hello", hello()));
        client.awaitEnd();
      }
    }

    @Test
    void aLengthOfTwoGibibytesIsTheEnd() throws IOException {
      try (RawClient client = RawClient.at(server.address())) {
        client.send((byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
        client.awaitEnd();
      }
    }

    @Test
    void aThousandIdleClientsHoldUpNobody() {
      List<RawClient> idle = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          idle.add(RawClient.at(server.address()));
        }
        RawLine.greeted(server.address()).close();
        idle.getFirst().awaitEnd();
      } finally {
        idle.forEach(RawClient::close);
      }
    }
  }

  private static Object[] hello() {
    return new Object[] {RawLine.HELLO, UUID.randomUUID()};
  }

  @Nested
  class WithTheKey {
    @Test
    void aLengthOfTwoGibibytesIsTheEnd() throws IOException {
      try (RawClient client = RawClient.admitted(server.address(), ManagerRoot.KEY)) {
        client.send((byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
        client.awaitEnd();
      }
    }

    @Test
    void aFrameThatIsCutShortIsTheEnd() throws IOException {
      try (RawClient client = RawClient.admitted(server.address(), ManagerRoot.KEY)) {
        client.send((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 1);
      }
    }

    @Test
    void hundredsOfIdleClientsHoldUpNobody() {
      List<RawLine> idle = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          idle.add(RawLine.at(server.address()));
        }
        RawLine.greeted(server.address()).close();
      } finally {
        idle.forEach(RawLine::close);
      }
    }

    private void isSentAway(@Nullable Object... message) {
      try (RawLine client = RawLine.greeted(server.address())) {
        client.send(message);
        client.awaitEnd();
      }
    }

    @Test
    void aForgedMessageIsTheEnd() {
      isSentAway(hello());
      isSentAway();
      isSentAway(0);
      isSentAway(12);
      isSentAway(Integer.MIN_VALUE);
      isSentAway((Object) null);
      isSentAway("CALL");
      for (int answer = 7; answer <= 11; answer++) {
        isSentAway(answer, 1L, "an answer");
      }
      isSentAway(RawLine.CALL);
      isSentAway(RawLine.CALL, 1L);
      isSentAway(RawLine.CALL, 1, 0L, "count()");
      isSentAway(RawLine.CALL, 1L, "0", "count()");
      isSentAway(RawLine.CALL, 1L, 0L, null);
      isSentAway(RawLine.HOLD, 7);
      isSentAway(RawLine.HOLD, 7L);
      isSentAway(RawLine.RELEASE);
      isSentAway(RawLine.CANCEL, "all");
    }

    @Test
    void nobodyIsObeyedWhoDoesNotSayWhoHeIs() {
      for (Object[] message :
          new Object[][] {
            {RawLine.CALL, 1L, 0L, "count()"},
            {RawLine.PING},
            {RawLine.HOLD, 1L, 1L},
            {RawLine.HELLO, "me"},
            {RawLine.HELLO}
          }) {
        try (RawLine client = RawLine.at(server.address())) {
          client.send(message);
          client.awaitEnd();
        }
      }
    }

    @Test
    void whatIsNoMessageIsTheEnd() {
      for (Object nothing : new Object[] {"text", 7, new int[] {RawLine.PING}, List.of()}) {
        try (RawLine client = RawLine.greeted(server.address())) {
          client.sendBytes(SocketConnection.encode("nothing", nothing));
          client.awaitEnd();
        }
      }
    }

    private void throwsAtTheCaller(String why, @Nullable Object... message) {
      try (RawLine client = RawLine.greeted(server.address())) {
        @Nullable Object[] answer = client.ask(message);
        assertThat(answer[0]).isEqualTo(RawLine.THREW);
        assertThat(answer[2]).asString().contains(why);
        assertThat(client.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      }
    }

    @Test
    void whatIsNotThereIsAnErrorOfItsCall() {
      throwsAtTheCaller("no method nothing()", RawLine.CALL, 1L, 0L, "nothing()");
      throwsAtTheCaller("no method getClass()", RawLine.CALL, 1L, 0L, "getClass()");
      throwsAtTheCaller("no method notifyAll()", RawLine.CALL, 1L, 0L, "notifyAll()");
      // A method of the object behind the root, but not of its interface.
      throwsAtTheCaller("no method types()", RawLine.CALL, 1L, 0L, "types()");
      throwsAtTheCaller("GoneObjectException", RawLine.CALL, 1L, 4711L, "toString()");
      throwsAtTheCaller("GoneObjectException", RawLine.HOLD, 1L, -1L);
      throwsAtTheCaller("nothing is registered", RawLine.CALL, 1L, 0L, RawLine.GET, "x", "y");
      throwsAtTheCaller("is registered as", RawLine.CALL, 1L, 0L, RawLine.GET, "workshop", "y");
    }

    @Test
    void argumentsThatDoNotFitAreAnErrorOfTheirCall() {
      throwsAtTheCaller("argument", RawLine.CALL, 1L, 0L, RawLine.GET, 1, 2);
      throwsAtTheCaller("argument", RawLine.CALL, 1L, 0L, RawLine.GET);
      throwsAtTheCaller("argument", RawLine.CALL, 1L, 0L, "count()", "too many");
      throwsAtTheCaller("ended by its own process", RawLine.CALL, 1L, 0L, "shutdown()");
    }

    @Test
    void oneWhoReleasesWhatHeDoesNotHaveIsIgnored() {
      try (RawLine client = RawLine.greeted(server.address())) {
        assertThat(client.ask(RawLine.RELEASE, 1L)).containsExactly(RawLine.RETURNED, 0L, null);
        assertThat(client.ask(RawLine.RELEASE, 0L)).containsExactly(RawLine.RETURNED, 0L, null);
        client.send(RawLine.CANCEL, 7L);
        assertThat(client.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      }
    }

    @Test
    void oneWhoCallsBeforeHisAnswerIsSentAway() {
      try (RawLine client = RawLine.greeted(server.address())) {
        for (int i = 0; i < 1000; i++) {
          client.send(RawLine.CALL, (long) i, 0L, RawLine.GET, "workshop", "no such type");
        }
        client.awaitEnd();
      } catch (AssertionError e) {
        // It hung up while we sent, as it should.
        assertThat(e).hasMessage("sending");
      }
    }

    @Test
    void oneWhoNeverTakesItsAnswerIsGivenUp() {
      try (ManagerServer impatient =
              ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY)
                  .patience(Duration.ofMillis(50))
                  .serve();
          RawLine idle = RawLine.greeted(impatient.address());
          RawLine client = RawLine.greeted(impatient.address())) {
        // The error names the method: that is more than the sockets of both ends have room for.
        client.send(RawLine.CALL, 1L, 0L, "x".repeat(1 << 25));
        while (impatient.connections() > 1) {
          Thread.onSpinWait();
        }
        assertThat(idle.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      }
    }

    @Test
    void anArgumentThatIsNotAdmittedRunsNoCode() {
      Object[] message = {RawLine.CALL, 1L, 0L, RawLine.GET, new Harmls(), "x"};
      byte[] attack =
          new String(SocketConnection.encode("attack", message), ISO_8859_1)
              .replace(Harmls.class.getName(), Harmls.class.getName().replace("Harmls", "Gadget"))
              .getBytes(ISO_8859_1);
      try (RawLine client = RawLine.greeted(server.address())) {
        client.sendBytes(attack);
        @Nullable Object[] answer = client.receive();
        assertThat(answer[0]).isEqualTo(RawLine.THREW);
        assertThat(answer[2])
            .asString()
            .contains("ManagerSecurityTest$Gadget may not come in here");
        assertThat(Witness.seen).isEmpty();
        assertThat(client.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // the pid of one that runs
  void aClientThatIsKilledInACallIsForgotten() throws InterruptedException {
    Queue<String> begun = new Queue<>();
    SocketAddress address = server.address();
    Process client =
        new Process(() -> {
          try (ManagerClient there = ManagerClient.connect(address, ManagerRoot.KEY)) {
            Workshop workshop = there.get("workshop", Workshop.class);
            Thread _ =
                Thread.startVirtualThread(() -> {
                  try {
                    workshop.awaitHanging();
                    begun.put("hanging");
                  } catch (InterruptedException e) {
                    throw new AssertionError("nobody interrupts it", e);
                  }
                });
            workshop.hang();
          }
        });
    client.start();
    assertThat(begun.get()).isEqualTo("hanging");
    client.kill();
    client.join();
    while (server.numberOfObjects() > 0) {
      Thread.onSpinWait();
    }
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
