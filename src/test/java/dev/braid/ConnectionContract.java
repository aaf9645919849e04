package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.tuple;
import static dev.braid.Multiprocessing.waitAny;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Other.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What all connections do, whatever they are made of.
abstract class ConnectionContract extends ConnectionThreadsContract {
  /// Sends back what it receives, up to the end.
  private static void echo(Connection<Object> connection) {
    try (connection) {
      while (true) {
        connection.send(connection.recv());
      }
    } catch (EndOfFileException e) {
      return;
    }
  }

  @ParameterizedTest
  @EnumSource
  void objectsAndBytesComeBackAsTheyWent(Kind kind) {
    try (Peer<Object> partner = start(kind, ConnectionContract::echo)) {
      Connection<Object> here = partner.here();
      for (Object object : List.of(1, 2.25, "中文 😀", List.of(1, "b"), tuple("x", 1))) {
        here.send(object);
        assertThat(here.recv()).isEqualTo(object);
      }
      here.sendBytes("hello world".getBytes(UTF_8));
      assertThat(here.recvBytes()).asString(UTF_8).isEqualTo("hello world");
      byte[] buffer = new byte[10];
      here.sendBytes(new byte[] {1, 2, 3});
      assertThat(here.recvBytesInto(buffer, 4)).isEqualTo(3);
      assertThat(buffer).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 0, 0);
      here.sendBytes("latin".getBytes(UTF_8), 1, 3);
      assertThat(here.recvBytes(3)).asString(UTF_8).isEqualTo("ati");
      byte[] large = new byte[16 << 20];
      large[1 << 20] = 7;
      here.send(large);
      assertThat((byte[]) here.recv()).isEqualTo(large);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that it may be null is what is tested
  void nullIsAnObjectToo() {
    try (Ends<Object> ends = ends()) {
      ends.first().send(null);
      assertThat(ends.second().recv()).isNull();
    }
  }

  @Test
  void aMessageThatIsTooLongIsInTheException() {
    try (Ends<Object> ends = ends()) {
      ends.first().sendBytes(new byte[] {1, 2, 3, 4});
      assertThatThrownBy(() -> ends.second().recvBytes(3))
          .isInstanceOfSatisfying(
              BufferTooShortException.class,
              e -> assertThat(e.receivedMessage()).containsExactly(1, 2, 3, 4))
          .hasMessageContaining("the message has 4 bytes, and there is room for 3");
      ends.first().sendBytes(new byte[] {5, 6});
      assertThatThrownBy(() -> ends.second().recvBytesInto(new byte[4], 3))
          .isInstanceOf(BufferTooShortException.class);
      ends.first().sendBytes(new byte[0]);
      assertThat(ends.second().recvBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,5", "4,1", "5,0"})
  void bytesOutsideOfTheArrayAreRefused(int offset, int size) {
    try (Ends<Object> ends = ends()) {
      assertThatThrownBy(() -> ends.first().sendBytes(new byte[4], offset, size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("don't fit an array of 4 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "2", "4"})
  void anEmptyPartOfAnArrayIsAMessage(int offset) {
    try (Ends<Object> ends = ends()) {
      ends.first().sendBytes(new byte[4], offset, 0);
      assertThat(ends.second().poll(Duration.ofSeconds(60))).isTrue();
      assertThat(ends.second().recvBytes()).isEmpty();
    }
  }

  @Test
  void afterItsEndOfATryBlockAConnectionIsClosed() {
    Ends<Object> ends = ends();
    try (Connection<Object> first = ends.first();
        Connection<Object> second = ends.second()) {
      first.send(1729);
      assertThat(second.recv()).isEqualTo(1729);
    }
    assertThat(ends.first().isClosed()).isTrue();
    assertThat(ends.second().isClosed()).isTrue();
    assertThatThrownBy(() -> ends.first().recv())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> ends.first().send(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ends.first().poll()).isInstanceOf(IllegalStateException.class);
    ends.close();
  }

  @ParameterizedTest
  @EnumSource
  void pollSeesMessagesAndTheEndAndTakesNothing(Kind kind) {
    Peer<Object> partner =
        start(
            kind,
            there -> {
              Object _ = there.recv();
              there.send("");
              there.send("then");
            });
    Connection<Object> here = partner.here();
    assertThat(here.poll()).isFalse();
    assertThat(here.poll(Duration.ofSeconds(-1))).isFalse();
    assertThat(here.poll(millis(10))).isFalse();
    here.send("go");
    assertThat(here.poll(Duration.ofSeconds(60))).isTrue();
    assertThat(here.poll()).isTrue();
    assertThat(here.recv()).isEqualTo("");
    assertThat(here.recv()).isEqualTo("then");
    partner.other().join();
    assertThat(here.poll(Duration.ofSeconds(60))).isTrue();
    assertThatThrownBy(here::recv).isInstanceOf(EndOfFileException.class);
    here.close();
  }

  @Test
  void emptyMessagesAreMessages() {
    try (Ends<Object> ends = ends()) {
      ends.first().sendBytes(new byte[0]);
      ends.first().sendBytes(new byte[] {1});
      ends.first().sendBytes(new byte[0]);
      for (int length : new int[] {0, 1, 0}) {
        assertThat(ends.second().poll(Duration.ofSeconds(60))).isTrue();
        assertThat(ends.second().poll()).isTrue();
        assertThat(ends.second().recvBytes()).hasSize(length);
      }
      assertThat(ends.second().poll()).isFalse();
    }
  }

  private static final List<String> STRINGS = List.of("hello", "", "a", "b", "", "bye", "", "lop");

  @ParameterizedTest
  @EnumSource
  void theMessagesOfAnotherArePolledInTheirOrderAlsoEmptyOnes(Kind kind) {
    try (Peer<Object> partner =
        start(kind, there -> STRINGS.forEach(string -> there.sendBytes(string.getBytes(UTF_8))))) {
      for (String string : STRINGS) {
        assertThat(partner.here().poll(Duration.ofSeconds(60))).isTrue();
        assertThat(partner.here().poll()).isTrue();
        assertThat(partner.here().recvBytes()).asString(UTF_8).isEqualTo(string);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPollWhileAMessageComesTakesNoPartOfIt(Kind kind) {
    try (Peer<Object> partner = start(kind, ConnectionContract::sendLarge)) {
      assertThat(partner.here().poll(Duration.ofSeconds(60))).isTrue();
      assertThat(partner.here().recvBytes()).hasSize(4 << 20);
      assertThat(partner.here().recvBytes()).hasSize(7);
    }
  }

  private static void sendLarge(Connection<Object> there) {
    there.sendBytes(new byte[4 << 20]);
    there.sendBytes(new byte[7]);
  }

  @ParameterizedTest
  @EnumSource
  void waitAnyCollectsFromManyUpToTheirEnds(Kind kind) {
    List<Connection<Object>> readers = new ArrayList<>();
    List<Other> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      Peer<Object> partner =
          start(
              kind,
              there -> {
                for (int message = 0; message < 10; message++) {
                  there.send(number + ":" + message);
                }
                there.close();
              });
      readers.add(partner.here());
      writers.add(partner.other());
    }
    List<Object> received = new ArrayList<>();
    while (!readers.isEmpty()) {
      for (Waitable ready : waitAny(readers)) {
        @SuppressWarnings("unchecked")
        Connection<Object> reader = (Connection<Object>) ready;
        try {
          received.add(reader.recv());
        } catch (EndOfFileException e) {
          readers.remove(reader);
          reader.close();
        }
      }
    }
    assertThat(received).hasSize(40).doesNotHaveDuplicates();
    Other.joinAll(writers);
  }

  /// Nobody sends before he was answered, so that nothing is ready when most of the waits begin.
  @ParameterizedTest
  @EnumSource
  void waitAnyWaitsAnewForEveryMessage(Kind kind) {
    List<Peer<Object>> partners = new ArrayList<>();
    List<Connection<Object>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Peer<Object> partner =
          start(
              kind,
              there -> {
                for (int message = 0; message < 10; message++) {
                  there.send(message);
                  assertThat(there.recv()).isEqualTo(message);
                }
              });
      partners.add(partner);
      all.add(partner.here());
    }
    int received = 0;
    while (received < 30) {
      for (Waitable ready : waitAny(all)) {
        @SuppressWarnings("unchecked")
        Connection<Object> connection = (Connection<Object>) ready;
        try {
          connection.send(connection.recv());
          received++;
        } catch (EndOfFileException e) {
          all.remove(connection);
        }
      }
    }
    partners.forEach(Peer::close);
  }

  /// Signals end system calls early, which nobody is to notice.
  @Test
  @Tag("linux")
  void whoIsStoppedInAReceiveOrASendGoesOn() throws IOException {
    byte[] large = new byte[16 << 20];
    try (Partner<Object> partner =
        start(there -> {
          there.send("ready");
          there.send(there.recv());
          there.sendBytes(new byte[16 << 20]);
          assertThat(there.recv()).isEqualTo("end");
        })) {
      Connection<Object> here = partner.here();
      assertThat(here.recv()).isEqualTo("ready");
      stopAndContinue(partner.process());
      here.send(1234);
      assertThat(here.recv()).isEqualTo(1234);
      stopAndContinue(partner.process());
      assertThat(here.recvBytes()).isEqualTo(large);
      here.send("end");
    }
  }

  private static void stopAndContinue(Process process) throws IOException {
    process.signal(19);
    Proc.awaitStop(process.pid());
    process.signal(18);
  }

  @Test
  void waitAnyMixesConnectionsQueuesAndProcesses() {
    Ends<Object> ends = ends();
    Queue<Integer> queue = new Queue<>();
    Queue<Integer> go = new Queue<>();
    Process child =
        started(() -> {
          Integer _ = go.get();
        });
    Sentinel sentinel = child.sentinel();
    List<Waitable> all = List.of(ends.first(), queue, sentinel);
    assertThat(waitAny(all, millis(10))).isEmpty();
    assertThat(waitAny(all, millis(-1))).isEmpty();
    ends.second().send(1);
    assertThat(waitAny(all)).containsExactly(ends.first());
    queue.put(2);
    assertThat(waitAny(all)).containsExactly(ends.first(), queue);
    assertThat(ends.first().recv()).isEqualTo(1);
    assertThat(queue.get()).isEqualTo(2);
    go.put(3);
    assertThat(waitAny(all)).containsExactly(sentinel);
    end(child);
    ends.close();
  }

  @Test
  void whatIsSeenByAPollIsSeenByWhoWaitsToo() throws Exception {
    try (Ends<Object> ends = ends()) {
      FutureTask<List<Waitable>> waiting = new FutureTask<>(() -> waitAny(List.of(ends.first())));
      Thread thread = Thread.ofVirtual().start(waiting);
      ends.second().send(1);
      assertThat(ends.first().poll(Duration.ofSeconds(60))).isTrue();
      assertThat(waiting.get()).containsExactly(ends.first());
      assertThat(ends.first().recv()).isEqualTo(1);
      thread.join();
    }
  }

  @Test
  void whatCannotBeCopiedFailsInTheSenderAndHarmsNobody() {
    try (Ends<Object> ends = ends()) {
      assertThatThrownBy(() -> ends.first().send(new Object())).isInstanceOf(CopyException.class);
      ends.first().send("next");
      assertThat(ends.second().recv()).isEqualTo("next");
    }
  }

  @Test
  void recvDeliversWhatIsThereThenTheEnd() {
    try (Ends<Object> ends = ends()) {
      ends.second().send(1);
      ends.second().close();
      assertThat(ends.first().recv()).isEqualTo(1);
      assertThatThrownBy(() -> ends.first().recv()).isInstanceOf(EndOfFileException.class);
      assertThatThrownBy(() -> ends.first().recv()).isInstanceOf(EndOfFileException.class);
      assertThat(ends.first().poll()).isTrue();
      assertThat(waitAny(List.of(ends.first()))).containsExactly(ends.first());
    }
  }

  @Test
  void aKilledProcessIsAnEnd() {
    Partner<Object> partner =
        start(there -> {
          there.send(1);
          Object _ = there.recv();
        });
    assertThat(partner.here().recv()).isEqualTo(1);
    partner.process().kill();
    assertThatThrownBy(() -> partner.here().recv()).isInstanceOf(EndOfFileException.class);
    partner.process().join();
    partner.here().close();
  }

  @Test
  void aSenderThatWaitsForRoomIsToldThatNobodyIsLeft() {
    Partner<Object> partner =
        start(there -> {
          there.send(there.recvBytes().length);
          Thread.sleep(1_000_000);
        });
    Connection<Object> here = partner.here();
    here.send(new byte[1000]);
    assertThat(here.recv()).isEqualTo(1000);
    partner.process().kill();
    assertThatThrownBy(
            () -> {
              while (true) {
                here.send(new byte[100_000]);
              }
            })
        .isInstanceOf(BrokenPipeException.class);
    partner.process().join();
    here.close();
  }
}
