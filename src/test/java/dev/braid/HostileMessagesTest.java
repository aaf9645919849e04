package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.leak.LeakHook;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/// Whatever comes from one who has the key, be it bytes or messages: a manager serves the next one.
@AddLifecycleHook(LeakHook.class)
class HostileMessagesTest {
  private static @Nullable ManagerServer server;

  @BeforeContainer
  static void serve() {
    server =
        ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY)
            .register("shop", Shop.class, Shop.Real::new)
            .serve();
  }

  @AfterContainer
  static void close() {
    server().close();
  }

  private static ManagerServer server() {
    ManagerServer serving = server;
    if (serving == null) {
      throw new AssertionError("not serving");
    }
    return serving;
  }

  private static void isHarmless(List<byte[]> messages) {
    try (RawLine client = RawLine.greeted(server().address())) {
      for (byte[] message : messages) {
        client.sendBytes(message);
      }
    } catch (BrokenPipeException e) {
      // It hung up on us, as it may.
    }
    try (RawLine next = RawLine.greeted(server().address())) {
      assertThat(next.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      assertThat(next.ask(RawLine.CALL, 1L, 0L, RawLine.GET, "shop", Shop.class.getName())[0])
          .isEqualTo(RawLine.RETURNED);
    }
  }

  @Property(tries = 300)
  void bytesAreHarmless(@ForAll @Size(max = 5) List<@Size(max = 300) byte[]> messages) {
    isHarmless(messages);
  }

  @Property(tries = 300)
  void aMessageThatIsChangedAnywhereIsHarmless(
      @ForAll @IntRange(max = 5) int which,
      @ForAll @IntRange(max = 1000) int where,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    List<Object[]> good =
        List.of(
            new Object[] {RawLine.HELLO, UUID.randomUUID()},
            new Object[] {RawLine.CALL, 1L, 0L, RawLine.GET, "shop", Shop.class.getName()},
            new Object[] {RawLine.CALL, 1L, 1L, "any(java.lang.Object)", new Shop.Price(7)},
            new Object[] {RawLine.HOLD, 1L},
            new Object[] {RawLine.RELEASE, 1L},
            new Object[] {RawLine.PING});
    byte[] bytes = SocketConnection.encode("message", good.get(which));
    bytes[where % bytes.length] ^= (byte) change;
    isHarmless(List.of(SocketConnection.encode("first", good.get(1)), bytes));
  }

  /// What elements of a message may be, and what they mustn't.
  @Provide
  Arbitrary<Object> elements() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-1, 13).map(i -> (Object) i),
        Arbitraries.longs().between(-2, 5).map(l -> (Object) l),
        Arbitraries.of(RawLine.GET, "count()", "shutdown()", "any(java.lang.Object)", "shop"),
        Arbitraries.of(new Object[0], List.of(1), new Shop.Price(1), UUID.randomUUID(), 'c'));
  }

  @Property(tries = 300)
  void messagesAreHarmless(
      @ForAll @Size(max = 5)
          List<@Size(max = 6) List<@net.jqwik.api.From("elements") Object>> all) {
    List<byte[]> messages = new ArrayList<>();
    for (List<Object> message : all) {
      messages.add(SocketConnection.encode("message", message.toArray()));
    }
    isHarmless(messages);
  }
}
