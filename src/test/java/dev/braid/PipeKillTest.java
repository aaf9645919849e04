package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed with one end of a pipe, or while they send or receive shared objects.
class PipeKillTest extends KillTest {
  private static final int LARGE = 20_000;

  /// What `call` throws, which may take as long as a survivor may be blocked.
  private static Throwable thrownSoon(Task call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                call.run();
                done.complete(null);
              } catch (Throwable t) {
                done.completeExceptionally(t);
              }
            });
    try {
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("nothing was thrown");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (Exception e) {
      throw new AssertionError("the survivor is blocked", e);
    } finally {
      thread.interrupt();
    }
  }

  private static List<Item> receive(Connection<Item> connection) {
    List<Item> items = new ArrayList<>();
    Throwable end =
        thrownSoon(() -> {
          while (true) {
            items.add(connection.recv());
          }
        });
    assertThat(end).isInstanceOf(EndOfFileException.class);
    assertThat(items).allMatch(Item::isWhole);
    return items;
  }

  @ParameterizedTest
  @CsvSource({
    "channel.put.locked:3, 10, 2",
    "channel.put.copied:3, 10, 2",
    "channel.put.committed:3, 10, 3",
    "channel.put.released:3, 10, 3",
    "envelope.filled:3, 20000, 2",
    "channel.put.copied:3, 20000, 2",
    "channel.put.committed:3, 20000, 3"
  })
  void aSender(String instant, int size, int committed) {
    send(instant, size, committed, true);
    send(instant, size, committed, false);
  }

  /// @param copy true if this process keeps a copy of the victim's end, as one forgets to close
  private static void send(String instant, int size, int committed, boolean copy) {
    Pipe<Item> pipe = new Pipe<>();
    Connection<Item> end = pipe.second();
    Process victim =
        Victim.start(
            instant,
            () -> {
              for (int i = 0; i < 6; i++) {
                end.send(Item.of("victim", i, size));
              }
            });
    if (!copy) {
      end.close();
    }
    Victim.awaitDeath(instant, victim);
    assertThat(Item.numbers(receive(pipe.first()), "victim")).isEqualTo(Item.range(0, committed));
    assertThat(
            thrownSoon(() -> {
              while (true) {
                pipe.first().send(Item.of("main", 0, LARGE));
              }
            }))
        .isInstanceOf(BrokenPipeException.class);
    pipe.close();
  }

  @ParameterizedTest
  @CsvSource({
    "channel.get.locked:3, 10",
    "channel.get.copied:3, 10",
    "channel.get.committed:3, 10",
    "channel.get.released:3, 10",
    "channel.get.copied:3, 20000",
    "channel.get.committed:3, 20000",
    "envelope.read:3, 20000",
    "channel.sleeping:1, 10"
  })
  void aReceiver(String instant, int size) {
    receiveAndDie(instant, size, true);
    receiveAndDie(instant, size, false);
  }

  private static void receiveAndDie(String instant, int size, boolean copy) {
    Pipe<Item> pipe = Pipe.oneWay();
    Connection<Item> end = pipe.first();
    Process victim =
        Victim.start(
            instant,
            () -> {
              while (true) {
                Item _ = end.recv();
              }
            });
    if (!copy) {
      end.close();
    }
    if (!instant.startsWith("channel.sleeping")) {
      for (int i = 0; i < 6; i++) {
        pipe.second().send(Item.of("main", i, size));
      }
    }
    Victim.awaitDeath(instant, victim);
    assertThat(
            thrownSoon(() -> {
              while (true) {
                pipe.second().send(Item.of("main", 0, LARGE));
              }
            }))
        .isInstanceOf(BrokenPipeException.class);
    pipe.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"process.claimed", "arena.locked:1", "arena.locked:2", "arena.locked:4"})
  void oneThatTakesItsTask(String instant) {
    takeTask(instant, true);
    takeTask(instant, false);
  }

  private static void takeTask(String instant, boolean copy) {
    Pipe<Item> pipe = new Pipe<>();
    Queue<Integer> queue = new Queue<>();
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    Connection<Item> end = pipe.second();
    Process victim =
        Victim.startDoomed(
            instant,
            () -> {
              end.send(Item.of("victim", queue.get(), tasks.get()));
            });
    if (!copy) {
      end.close();
    }
    Victim.awaitDeath(instant, victim);
    assertThat(receive(pipe.first())).isEmpty();
    assertThat(thrownSoon(queue::get))
        .isInstanceOf(PartnerDiedException.class)
        .hasMessageContaining("(pid %d), which ended with exit code -9", victim.pid());
    assertThat(thrownSoon(tasks::get)).isInstanceOf(PartnerDiedException.class);
    pipe.close();
  }

  @ParameterizedTest
  @CsvSource({
    "envelope.filled:1, false",
    "channel.put.copied:1, false",
    "channel.put.committed:1, true",
    "channel.put.released:1, true"
  })
  void aSenderOfSharedObjects(String instant, boolean arrives) {
    sendShared(instant, arrives);
  }

  private static void sendShared(String instant, boolean arrives) {
    Queue<List<Object>> queue = new Queue<>();
    Victim.killed(
        instant,
        () -> {
          Queue<String> inner = new Queue<>();
          Pipe<String> pipe = new Pipe<>();
          queue.put(List.of(inner, pipe.first()));
        });
    assertThat(queue.qsize()).isEqualTo(arrives ? 1 : 0);
    if (arrives) {
      useShared(queue.get(PATIENCE));
    }
    assertThatThrownBy(queue::getNowait).isInstanceOf(Queue.Empty.class);
  }

  @SuppressWarnings("unchecked")
  private static void useShared(List<Object> shared) {
    Queue<String> inner = (Queue<String>) shared.get(0);
    inner.put("still there");
    assertThat(inner.get(PATIENCE)).isEqualTo("still there");
    try (Connection<String> end = (Connection<String>) shared.get(1)) {
      assertThat(thrownSoon(end::recv)).isInstanceOf(EndOfFileException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "channel.get.locked:1, true",
    "channel.get.copied:1, true",
    "channel.get.committed:1, false",
    "channel.get.released:1, false",
    "envelope.read:1, false",
    "heap.freeing:1, false"
  })
  void aReceiverOfSharedObjects(String instant, boolean again) {
    receiveShared(instant, again);
  }

  private static void receiveShared(String instant, boolean again) {
    Pipe<List<Object>> carrier = Pipe.oneWay();
    Pipe<String> pipe = new Pipe<>();
    carrier.second().send(List.of(new Queue<String>(), pipe.second()));
    pipe.second().close();
    Victim.killed(instant, () -> carrier.first().recv());
    if (again) {
      List<Object> shared = carrier.first().recv();
      @SuppressWarnings("unchecked")
      Connection<String> end = (Connection<String>) shared.get(1);
      end.send("through");
      assertThat(pipe.first().recv()).isEqualTo("through");
      end.close();
    }
    assertThat(carrier.first().poll()).isFalse();
    assertThat(thrownSoon(pipe.first()::recv)).isInstanceOf(EndOfFileException.class);
    pipe.close();
    carrier.close();
  }
}
