package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Other.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What all connections do for several threads, and how they are made.
abstract class ConnectionThreadsContract {
  /// Both ends, in this process.
  record Ends<T>(Connection<T> first, Connection<T> second) implements AutoCloseable {
    @Override
    public void close() {
      first.close();
      second.close();
    }
  }

  /// A child that has the other end.
  record Partner<T>(Process process, Connection<T> here) implements AutoCloseable {
    /// Closes this end, and expects the child's to be normal.
    @Override
    public void close() {
      here.close();
      end(process);
    }
  }

  /// Somebody of any kind who has the other end.
  record Peer<T>(Other other, Connection<T> here) implements AutoCloseable {
    /// Closes this end, and expects his to be normal.
    @Override
    public void close() {
      here.close();
      other.join();
    }
  }

  abstract Ends<Object> ends();

  /// Starts a child that runs `task` with the other end.
  abstract Partner<Object> start(Task1<Connection<Object>> task);

  /// Starts somebody who runs `task` with the other end, and closes that then.
  abstract Peer<Object> start(Kind kind, Task1<Connection<Object>> task);

  static Process started(Task task) {
    Process process = new Process(task);
    process.start();
    return process;
  }

  static void end(Process process) {
    process.join();
    assertThat(process.exitCode()).isEqualTo(0);
  }

  @Test
  void threadsThatReceiveGetDifferentMessages() throws Exception {
    try (Ends<Object> ends = ends()) {
      Set<Object> received = ConcurrentHashMap.newKeySet();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int first = 100 * i;
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int message = first; message < first + 100; message++) {
                ends.first().send(message);
              }
            }));
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int message = 0; message < 100; message++) {
                received.add(ends.second().recv());
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(received).hasSize(400);
    }
  }

  @Test
  void anInterruptEndsAReceiveAndNotTheConnection() throws Exception {
    try (Ends<Object> ends = ends()) {
      FutureTask<Boolean> receiving =
          new FutureTask<>(() -> {
            assertThatThrownBy(() -> ends.second().recv())
                .isInstanceOf(InterruptedWaitException.class);
            return Thread.interrupted();
          });
      Thread thread = Thread.ofPlatform().start(receiving);
      thread.interrupt();
      assertThat(receiving.get()).isTrue();
      thread.join();
      ends.first().send("still there");
      assertThat(ends.second().recv()).isEqualTo("still there");
    }
  }

  @Test
  void anInterruptEndsASendWhoseMessageThenGoesWholeOrNotAtAll() throws Exception {
    try (Ends<Object> ends = ends()) {
      byte[] message = new byte[100_000];
      FutureTask<Integer> sending =
          new FutureTask<>(() -> {
            int sent = 0;
            try {
              while (true) {
                ends.first().sendBytes(message);
                sent++;
              }
            } catch (InterruptedWaitException e) {
              return sent;
            }
          });
      Thread thread = Thread.ofPlatform().start(sending);
      Object first = ends.second().recv();
      thread.interrupt();
      int sent = sending.get();
      thread.join();
      Thread last = Thread.startVirtualThread(() -> ends.first().send("last"));
      int received = 0;
      Object next = first;
      while (next instanceof byte[] bytes) {
        assertThat(bytes).hasSize(message.length);
        received++;
        next = ends.second().recv();
      }
      assertThat(next).isEqualTo("last");
      assertThat(received).isBetween(sent, sent + 1);
      last.join();
    }
  }

  @Test
  void closingWakesWhoReceives() throws Exception {
    Ends<Object> ends = ends();
    FutureTask<Throwable> receiving =
        new FutureTask<>(() -> {
          try {
            return new AssertionError("received " + ends.first().recv());
          } catch (IllegalStateException e) {
            return e;
          }
        });
    Thread thread = Thread.ofPlatform().start(receiving);
    ends.first().close();
    assertThat(receiving.get()).hasMessageContaining("closed");
    thread.join();
    ends.close();
  }
}
