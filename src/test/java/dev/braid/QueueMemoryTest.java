package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.Other.Kind;
import dev.braid.memory.SharedArena;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Queues and pipes that nobody holds any more leave the arena, and what is in them does.
@Timeout(180) // ten thousand times take long where other work keeps the machine busy
class QueueMemoryTest {
  /// In a block of its own.
  private static final byte[] LARGE = new byte[9000];

  private static final byte[] HALF_OF_THE_MOST_INLINE = new byte[4000];

  static Stream<Named<Runnable>> kinds() {
    return Stream.of(
        Named.of("Queue", Queue::new),
        Named.of("Queue with an item", () -> new Queue<String>().put("x")),
        Named.of("Queue with a large item", () -> new Queue<byte[]>().put(LARGE)),
        Named.of("Queue with a grown ring", QueueMemoryTest::makeGrown),
        Named.of("Queue with a ring that has grown and is left", QueueMemoryTest::makeLeft),
        Named.of("Queue with locks", QueueMemoryTest::makeCarrier),
        Named.of("Queue in itself", QueueMemoryTest::makeCircle),
        Named.of("closed Queue", () -> new Queue<Integer>().close()),
        Named.of("JoinableQueue", JoinableQueue::new),
        Named.of("JoinableQueue with a task", () -> new JoinableQueue<String>().put("x")),
        Named.of("SimpleQueue", SimpleQueue::new),
        Named.of("SimpleQueue with a large item", () -> new SimpleQueue<byte[]>().put(LARGE)));
  }

  static Stream<Named<Runnable>> pipes() {
    return Stream.of(
        Named.of("dropped Pipe", Pipe::new),
        Named.of("closed Pipe", () -> new Pipe<Integer>().close()),
        Named.of("dropped Pipe of one way", Pipe::oneWay),
        Named.of("closed Pipe of one way", () -> Pipe.oneWay().close()),
        Named.of("half closed Pipe", () -> new Pipe<Integer>().second().close()),
        Named.of("dropped Pipe with messages", () -> send(new Pipe<>())),
        Named.of("closed Pipe with messages", QueueMemoryTest::sendAndClose),
        Named.of("Connection in a Queue", QueueMemoryTest::makeTraveller));
  }

  private static void makeGrown() {
    Queue<byte[]> queue = new Queue<>();
    for (int i = 0; i < 20; i++) {
      queue.put(HALF_OF_THE_MOST_INLINE);
    }
  }

  private static void makeLeft() {
    Queue<byte[]> queue = new Queue<>();
    for (int i = 0; i < 20; i++) {
      queue.put(HALF_OF_THE_MOST_INLINE);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(queue.get()).hasSize(HALF_OF_THE_MOST_INLINE.length);
    }
  }

  private static void makeCarrier() {
    Queue<List<Object>> queue = new Queue<>();
    queue.put(List.of(new Lock(), new Event()));
    queue.put(List.of(new Lock()));
    assertThat(queue.get()).hasSize(2);
  }

  private static void makeCircle() {
    Queue<Object> queue = new Queue<>();
    queue.put(queue);
    Queue<Object> other = new Queue<>();
    other.put(queue);
    queue.put(other);
  }

  private static void send(Pipe<Object> pipe) {
    try {
      pipe.first().send("x");
      pipe.second().send(LARGE);
    } finally {
      // An end that is dropped is closed; who sends to it then is told.
      Reference.reachabilityFence(pipe);
    }
  }

  private static void sendAndClose() {
    try (Pipe<Object> pipe = new Pipe<>()) {
      send(pipe);
      assertThat(pipe.second().recv()).isEqualTo("x");
    }
  }

  private static void makeTraveller() {
    Pipe<Integer> pipe = Pipe.oneWay();
    new Queue<Connection<Integer>>().put(pipe.second());
    pipe.second().close();
  }

  /// Freeing what the garbage collection found waits for nobody who allocates, puts or gets just
  /// then, and nobody waits for it.
  @Test
  void threadsGoOnWhileOthersDropAndCollect() throws Exception {
    ArenaCount before = ArenaCount.settled();
    useWhileCollecting();
    before.awaitAgain();
  }

  private static void useWhileCollecting() throws InterruptedException {
    Queue<Object> common = new Queue<>(20);
    CountDownLatch over = new CountDownLatch(1);
    Thread collector = Thread.ofPlatform().start(() -> collectUntil(over));
    try {
      List<Other> all = new ArrayList<>(Kind.THREAD.start(3, () -> makeMuch(common)));
      all.addAll(Kind.VIRTUAL_THREAD.start(3, () -> makeMuch(common)));
      Other.joinAll(all);
    } finally {
      over.countDown();
      collector.join();
    }
    assertThat(common.empty()).isTrue();
  }

  @SuppressWarnings("SystemGc") // what it does to others is what is tested
  private static void collectUntil(CountDownLatch over) {
    while (over.getCount() > 0) {
      System.gc();
      SharedArena.current().collect();
    }
  }

  /// Each takes as much from the others as it gives them.
  private static void makeMuch(Queue<Object> common) {
    for (int i = 0; i < 100; i++) {
      makeCircle();
      makeCarrier();
      common.put(new RawArray<>('i', List.of(1, i)));
      common.put(LARGE);
      new Pipe<Integer>().close();
      for (int taken = 0; taken < 2; taken++) {
        Object item = common.get();
        if (item instanceof RawArray<?> array) {
          assertThat(array.get(0)).isEqualTo(1);
        } else {
          assertThat((byte[]) item).hasSize(LARGE.length);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"kinds", "pipes"})
  void tenThousandOfThemLeaveTheArenaAsItWas(Runnable makeAndDrop) throws InterruptedException {
    ArenaCount.assertStays(makeAndDrop);
  }
}
