package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Other.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What all connections do, by a pipe, and what only pipes do.
class ConnectionTest extends ConnectionContract {
  @Override
  Ends<Object> ends() {
    Pipe<Object> pipe = new Pipe<>();
    return new Ends<>(pipe.first(), pipe.second());
  }

  @Override
  Partner<Object> start(Task1<Connection<Object>> task) {
    Pipe<Object> pipe = new Pipe<>();
    Connection<Object> there = pipe.second();
    Process process = started(() -> task.run(there));
    there.close();
    return new Partner<>(process, pipe.first());
  }

  @Override
  Peer<Object> start(Kind kind, Task1<Connection<Object>> task) {
    Pipe<Object> pipe = new Pipe<>();
    Connection<Object> there = pipe.second();
    Other other =
        kind.start(() -> {
          try (there) {
            task.run(there);
          }
        });
    if (kind == Kind.PROCESS) {
      there.close(); // it has its own
    }
    return new Peer<>(other, pipe.first());
  }

  /// Polls the end that others receive from, until it is over.
  private static Task poll(Connection<byte[]> reader, Event polls, Event over) {
    return () -> {
      polls.set();
      while (!over.isSet()) {
        boolean _ = reader.poll(millis(1));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void whoPollsTheSameEndTakesNothingFromWhoReceives(Kind kind) throws Exception {
    Pipe<byte[]> pipe = Pipe.oneWay();
    Event polls = new Event();
    Event over = new Event();
    Other other = kind.start(poll(pipe.first(), polls, over));
    polls.await();
    int count = 300;
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < count; i++) {
                pipe.second().sendBytes(Item.of("x", i, sizeOf(i)).bytes());
              }
            });
    for (int i = 0; i < count; i++) {
      assertThat(pipe.first().recvBytes()).isEqualTo(Item.of("x", i, sizeOf(i)).bytes());
    }
    sender.join();
    assertThat(pipe.first().poll()).isFalse();
    over.set();
    other.join();
    pipe.close();
  }

  /// Empty, within the ring, and in blocks of their own.
  private static int sizeOf(int number) {
    return number % 5 * number * 100;
  }

  @Test
  void whatAnotherProcessHasSeenByItsPollIsStillThere() {
    Pipe<String> pipe = Pipe.oneWay();
    Connection<String> reader = pipe.first();
    Event polls = new Event();
    Process child =
        started(() -> {
          polls.set();
          assertThat(reader.poll(seconds(60))).isTrue();
        });
    polls.await();
    pipe.second().send("first");
    pipe.second().send("second");
    pipe.second().close();
    end(child);
    assertThat(reader.recv()).isEqualTo("first");
    assertThat(reader.recv()).isEqualTo("second");
    assertThatThrownBy(reader::recv).isInstanceOf(EndOfFileException.class);
    pipe.close();
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
  void anEndThatOnlyReceivesTravelsWithWhatIsOnItsWay() {
    Pipe<Connection<String>> outer = new Pipe<>();
    Pipe<String> inner = Pipe.oneWay();
    Queue<String> received = new Queue<>();
    Process child =
        started(() -> {
          try (Connection<String> reader = outer.second().recv()) {
            assertThat(reader.isWritable()).isFalse();
            received.put(reader.recv());
            received.put(reader.recv());
          }
        });
    inner.second().send("before");
    outer.first().send(inner.first());
    inner.first().close();
    inner.second().send("after");
    assertThat(received.get()).isEqualTo("before");
    assertThat(received.get()).isEqualTo("after");
    end(child);
    assertThatThrownBy(() -> inner.second().send("too late"))
        .isInstanceOf(BrokenPipeException.class);
    outer.close();
    inner.close();
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
