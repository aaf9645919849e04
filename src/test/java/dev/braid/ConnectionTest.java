package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.waitAny;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest {
  private static Process started(Task task) {
    Process process = new Process(task);
    process.start();
    return process;
  }

  private static void end(Process process) {
    process.join();
    assertThat(process.exitCode()).isEqualTo(0);
  }

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

  @Test
  void objectsAndBytesComeBackAsTheyWent() {
    Pipe<Object> pipe = new Pipe<>();
    Connection<Object> there = pipe.second();
    Process child = started(() -> echo(there));
    there.close();
    try (Connection<Object> here = pipe.first()) {
      for (Object object : List.of(1, 2.25, "中文 😀", List.of(1, "b"), tupleOf("x"))) {
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
    end(child);
  }

  private static Tuple2<String, Integer> tupleOf(String text) {
    return Multiprocessing.tuple(text, text.length());
  }

  @Test
  void aMessageThatIsTooLongIsInTheException() {
    try (Pipe<byte[]> pipe = new Pipe<>()) {
      pipe.first().sendBytes(new byte[] {1, 2, 3, 4});
      assertThatThrownBy(() -> pipe.second().recvBytes(3))
          .isInstanceOfSatisfying(
              BufferTooShortException.class,
              e -> assertThat(e.receivedMessage()).containsExactly(1, 2, 3, 4))
          .hasMessageContaining("the message has 4 bytes, and there is room for 3");
      pipe.first().sendBytes(new byte[] {5, 6});
      assertThatThrownBy(() -> pipe.second().recvBytesInto(new byte[4], 3))
          .isInstanceOf(BufferTooShortException.class);
      pipe.first().sendBytes(new byte[0]);
      assertThat(pipe.second().recvBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,5", "4,1", "5,0"})
  void bytesOutsideOfTheArrayAreRefused(int offset, int size) {
    try (Pipe<Object> pipe = new Pipe<>()) {
      assertThatThrownBy(() -> pipe.first().sendBytes(new byte[4], offset, size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("don't fit an array of 4 bytes");
    }
  }

  @Test
  void aOneWayPipeGoesOneWay() {
    Pipe<Integer> pipe = Pipe.oneWay();
    assertThat(pipe.first().isReadable()).isTrue();
    assertThat(pipe.first().isWritable()).isFalse();
    assertThat(pipe.second().isReadable()).isFalse();
    assertThat(pipe.second().isWritable()).isTrue();
    pipe.second().send(1);
    assertThat(pipe.first().recv()).isEqualTo(1);
    assertThatThrownBy(() -> pipe.first().send(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only receives");
    assertThatThrownBy(() -> pipe.second().recv())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only sends");
    assertThatThrownBy(() -> pipe.second().poll()).isInstanceOf(IllegalStateException.class);
    pipe.close();
    assertThatThrownBy(() -> pipe.first().recv())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(pipe.first().isClosed()).isTrue();
  }

  @Test
  void pollSeesMessagesAndTheEndAndTakesNothing() {
    Pipe<String> pipe = new Pipe<>();
    assertThat(pipe.first().poll()).isFalse();
    assertThat(pipe.first().poll(Duration.ofSeconds(-1))).isFalse();
    assertThat(pipe.first().poll(millis(10))).isFalse();
    Process child =
        started(() -> {
          pipe.second().send("");
          pipe.second().send("then");
        });
    assertThat(pipe.first().poll(Duration.ofSeconds(60))).isTrue();
    assertThat(pipe.first().poll()).isTrue();
    assertThat(pipe.first().recv()).isEmpty();
    assertThat(pipe.first().recv()).isEqualTo("then");
    pipe.second().close();
    end(child);
    assertThat(pipe.first().poll(Duration.ofSeconds(60))).isTrue();
    assertThatThrownBy(() -> pipe.first().recv()).isInstanceOf(EndOfFileException.class);
  }

  @Test
  void aConnectionTravelsThroughAConnection() {
    Pipe<Connection<String>> outer = new Pipe<>();
    Pipe<String> inner = Pipe.oneWay();
    Process child =
        started(() -> {
          try (Connection<String> received = outer.second().recv()) {
            received.send("hello");
          }
        });
    outer.first().send(inner.second());
    inner.second().close();
    assertThat(inner.first().recv()).isEqualTo("hello");
    assertThatThrownBy(() -> inner.first().recv()).isInstanceOf(EndOfFileException.class);
    end(child);
    outer.close();
  }

  @Test
  void waitAnyCollectsFromManyUpToTheirEnds() {
    List<Connection<String>> readers = new ArrayList<>();
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      Pipe<String> pipe = Pipe.oneWay();
      readers.add(pipe.first());
      writers.add(
          started(() -> {
            for (int message = 0; message < 10; message++) {
              pipe.second().send(number + ":" + message);
            }
            pipe.second().close();
          }));
      pipe.second().close();
    }
    List<String> received = new ArrayList<>();
    while (!readers.isEmpty()) {
      for (Waitable ready : waitAny(readers)) {
        @SuppressWarnings("unchecked")
        Connection<String> reader = (Connection<String>) ready;
        try {
          received.add(reader.recv());
        } catch (EndOfFileException e) {
          readers.remove(reader);
        }
      }
    }
    assertThat(received).hasSize(40).doesNotHaveDuplicates();
    writers.forEach(ConnectionTest::end);
  }

  @Test
  void waitAnyMixesConnectionsQueuesAndProcesses() {
    Pipe<Integer> pipe = new Pipe<>();
    Queue<Integer> queue = new Queue<>();
    Pipe<Integer> go = new Pipe<>();
    Process child =
        started(() -> {
          Integer _ = go.second().recv();
        });
    Sentinel sentinel = child.sentinel();
    List<Waitable> all = List.of(pipe.first(), queue, sentinel);
    assertThat(waitAny(all, millis(10))).isEmpty();
    pipe.second().send(1);
    assertThat(waitAny(all)).containsExactly(pipe.first());
    queue.put(2);
    assertThat(waitAny(all)).containsExactly(pipe.first(), queue);
    assertThat(pipe.first().recv()).isEqualTo(1);
    assertThat(queue.get()).isEqualTo(2);
    go.first().send(3);
    assertThat(waitAny(all)).containsExactly(sentinel);
    end(child);
    pipe.close();
    go.close();
  }

  @Nested
  class WhenTheOtherEndIsGone {
    @Test
    void recvDeliversWhatIsThereThenSaysSo() {
      Pipe<Integer> pipe = new Pipe<>();
      Process child =
          started(() -> {
            pipe.second().send(1);
            pipe.second().send(2);
          });
      pipe.second().close();
      end(child);
      assertThat(pipe.first().recv()).isEqualTo(1);
      assertThat(pipe.first().recv()).isEqualTo(2);
      assertThatThrownBy(() -> pipe.first().recv())
          .isInstanceOf(EndOfFileException.class)
          .hasMessageContaining(
              "%s (pid %d), which ended with exit code 0".formatted(child.name(), child.pid()));
      assertThatThrownBy(() -> pipe.first().send(3)).isInstanceOf(BrokenPipeException.class);
    }

    @Test
    void aKilledProcessCountsEvenIfThisOneHasItsOwnCopyUnclosed() {
      Pipe<Integer> pipe = new Pipe<>();
      Process child =
          started(() -> {
            pipe.second().send(1);
            Integer _ = pipe.second().recv();
          });
      assertThat(pipe.first().recv()).isEqualTo(1);
      child.kill();
      assertThatThrownBy(() -> pipe.first().recv())
          .isInstanceOf(EndOfFileException.class)
          .hasMessageContaining(
              "%s (pid %d), which ended with exit code -9".formatted(child.name(), child.pid()));
      child.join();
      assertThat(pipe.second().poll()).isFalse();
      pipe.close();
    }

    @Test
    void aSenderThatWaitsForRoomIsTold() {
      Pipe<byte[]> pipe = new Pipe<>();
      Queue<Integer> ready = new Queue<>();
      Process child =
          started(() -> {
            ready.put(pipe.second().recvBytes().length);
            Thread.sleep(1_000_000);
          });
      pipe.second().close();
      pipe.first().send(new byte[1000]);
      assertThat(ready.get()).isEqualTo(1000);
      child.kill();
      assertThatThrownBy(
              () -> {
                while (true) {
                  pipe.first().send(new byte[100_000]);
                }
              })
          .isInstanceOf(BrokenPipeException.class)
          .hasMessageContaining("the other end of the pipe is closed");
      child.join();
    }

    @Test
    void aProcessThatHasACopyOfTheOtherEndWithoutKnowingIsToldToo() {
      Pipe<Integer> pipe = new Pipe<>();
      // The child gets both ends, for it was given the pipe.
      Process child =
          started(() -> {
            try {
              pipe.second().send(pipe.second().recv());
              Integer _ = pipe.second().recv();
            } catch (EndOfFileException e) {
              return;
            }
            throw new AssertionError("there is no end");
          });
      pipe.first().send(1);
      assertThat(pipe.first().recv()).isEqualTo(1);
      pipe.close();
      end(child);
    }

    @Test
    void closingWithinThisProcessIsEnough() {
      Pipe<Integer> pipe = Pipe.oneWay();
      pipe.second().send(1);
      pipe.second().close();
      assertThat(pipe.first().recv()).isEqualTo(1);
      assertThatThrownBy(() -> pipe.first().recv()).isInstanceOf(EndOfFileException.class);
    }
  }
}
