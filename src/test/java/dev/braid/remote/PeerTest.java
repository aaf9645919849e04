package dev.braid.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.SharedArena;
import dev.braid.remote.MemoryLine.Loss;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a server keeps for a client whose lines break at the worst moments.
class PeerTest {
  /// Gives out nothing by itself.
  private static final class Copies implements Referral {
    @Override
    public @Nullable Object outgoing(Method method, @Nullable Object value, boolean far) {
      return value;
    }

    @Override
    public @Nullable Object insteadOf(Method method, Object value) {
      return null;
    }

    @Override
    public void left() {}

    @Override
    public void forgotten(UUID client) {}
  }

  private final Exports exports =
      new Exports(SharedArena.current(), new Export.Facet(Object.class, new Object()));
  private final Server server = new Server(exports, new Copies());

  /// Which message breaks its line next, and how.
  private record Fate(Verb verb, Loss loss) {}

  private final AtomicReference<@Nullable Fate> fate = new AtomicReference<>();

  private final Peer peer = new Peer(this::dial, Duration.ofSeconds(50));

  private Line dial() {
    MemoryLine.Pair line = MemoryLine.pair(this::losing);
    server.serve(line.server(), Thread.ofVirtual().factory());
    return line.client();
  }

  private Loss losing(@Nullable Object[] message) {
    Fate next = fate.get();
    if (next == null || next.verb() != Verb.of(message)) {
      return Loss.NONE;
    }
    fate.set(null);
    return next.loss();
  }

  @AfterEach
  void close() {
    peer.close();
    server.close();
  }

  /// A new object, which nobody has yet. Somebody has to be quick.
  private Exports.Given given() {
    Runnable object =
        new Runnable() {
          @Override
          public void run() {}
        };
    return exports.give(object, true, List.of(new Export.Facet(Runnable.class, object)), null);
  }

  // A method of its own, so that this process keeps nothing of it.
  private long held() throws Throwable {
    return peer.hold(exports.life(), given().export().id());
  }

  private void awaitNone() {
    while (exports.count() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsHeldStaysUntilItIsReleased() throws Throwable {
    long one = held();
    long other = held();
    assertThat(exports.count()).isEqualTo(2);
    peer.release(exports.life(), one);
    peer.release(exports.life(), one);
    while (exports.count() > 1) {
      Thread.onSpinWait();
    }
    assertThat(exports.count()).isEqualTo(1);
    peer.release(exports.life(), other);
    awaitNone();
  }

  @Test
  void aHoldThatItsReleaseHasOvertakenKeepsNothing() {
    UUID client = UUID.randomUUID();
    server.clients().come(client);
    server.clients().release(client, 7);
    holdLate(client);
    awaitNone();
  }

  // A method of its own, as above.
  private void holdLate(UUID client) {
    server.clients().hold(client, 7, given().export().id());
  }

  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      names = {"MESSAGE", "ANSWER"})
  void aReleaseWhoseLineBreaksIsSaidAgain(Loss loss) throws Throwable {
    long hold = held();
    fate.set(new Fate(Verb.RELEASE, loss));
    peer.release(exports.life(), hold);
    assertThat(fate.get()).isNull();
    awaitNone();
  }

  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      names = {"MESSAGE", "ANSWER"})
  void aHoldThatNobodyKnowsOfIsReleased(Loss loss) throws Throwable {
    long before = held();
    fate.set(new Fate(Verb.HOLD, loss));
    assertThatThrownBy(this::held).isInstanceOf(LineLostException.class);
    peer.release(exports.life(), before);
    awaitNone();
  }
}
