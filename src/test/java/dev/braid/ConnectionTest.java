package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
