package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Other.Kind;
import dev.braid.memory.SharedArena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueTest {
  private static final Duration SHORT = millis(20);
  private static final Duration LONG = seconds(60);

  private static void run(Task task) {
    Process process = new Process(task);
    process.start();
    process.join();
    assertThat(process.exitCode()).isEqualTo(0);
  }

  @Test
  void itemsComeInPutOrder() {
    Queue<Integer> queue = new Queue<>();
    run(() -> {
      for (int i = 0; i < 1000; i++) {
        queue.put(i);
      }
    });
    for (int i = 0; i < 1000; i++) {
      assertThat(queue.get()).isEqualTo(i);
    }
    assertThat(queue.empty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfSeveralProducersComeInTheOrderOfTheirPuts(Kind kind) {
    Queue<Integer> queue = new Queue<>();
    range(10).forEach(queue::put);
    kind.start(() -> range(10, 20).forEach(queue::put)).join();
    range(20, 30).forEach(queue::put);
    for (int i = 0; i < 30; i++) {
      assertThat(queue.get()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWayToPutAndToGetSucceeds(Kind kind) {
    Queue<Integer> there = new Queue<>(3);
    Queue<Integer> back = new Queue<>();
    there.put(1);
    there.put(2, LONG);
    there.putNowait(3);
    assertThat(there.full()).isTrue();
    kind.start(
            () -> {
              assertThat(there.full()).isTrue();
              back.put(there.get());
              back.put(there.get(LONG), LONG);
              back.putNowait(there.getNowait());
            })
        .join();
    assertThat(there.full()).isFalse();
    assertThat(there.empty()).isTrue();
    assertThat(back.empty()).isFalse();
    assertThat(List.of(back.get(), back.get(LONG), back.getNowait())).containsExactly(1, 2, 3);
    assertThat(back.empty()).isTrue();
  }

  @Test
  void aFullQueueRefusesAtOnceOrAfterItsLimit() {
    Queue<Integer> queue = new Queue<>(2);
    queue.put(1);
    assertThat(queue.full()).isFalse();
    queue.putNowait(2);
    assertThat(queue.full()).isTrue();
    assertThatThrownBy(() -> queue.putNowait(3))
        .isInstanceOf(Queue.Full.class)
        .hasMessage("the queue is full: it has 2 of 2 items");
    long begin = System.nanoTime();
    assertThatThrownBy(() -> queue.put(3, SHORT)).isInstanceOf(Queue.Full.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
    assertThatThrownBy(() -> queue.put(3, Duration.ofSeconds(-1))).isInstanceOf(Queue.Full.class);
    assertThat(queue.qsize()).isEqualTo(2);
  }

  @Test
  void anEmptyQueueRefusesAtOnceOrAfterItsLimit() {
    Queue<Integer> queue = new Queue<>();
    assertThatThrownBy(queue::getNowait)
        .isInstanceOf(Queue.Empty.class)
        .hasMessage("the queue is empty");
    long begin = System.nanoTime();
    assertThatThrownBy(() -> queue.get(SHORT)).isInstanceOf(Queue.Empty.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
    assertThatThrownBy(() -> queue.get(Duration.ofSeconds(-1))).isInstanceOf(Queue.Empty.class);
  }

  @ParameterizedTest
  @EnumSource
  void aPutThatWaitsGoesOnWhenAnotherOneGets(Kind kind) {
    Queue<Integer> queue = new Queue<>(1);
    queue.put(1);
    Other other = kind.start(() -> assertThat(queue.get()).isEqualTo(1));
    queue.put(2);
    other.join();
    assertThat(queue.get()).isEqualTo(2);
  }

  @Test
  void theSizeIsExact() {
    Queue<String> queue = new Queue<>();
    assertThat(queue.qsize()).isZero();
    queue.put("a");
    assertThat(queue.qsize()).isEqualTo(1);
    run(() -> queue.put("b"));
    assertThat(queue.qsize()).isEqualTo(2);
    run(queue::get);
    assertThat(queue.qsize()).isEqualTo(1);
    assertThat(queue.get()).isEqualTo("b");
    assertThat(queue.qsize()).isZero();
  }

  @Test
  void whatIsPutIsACopyAsOfThen() {
    Queue<List<Integer>> queue = new Queue<>();
    List<Integer> list = new ArrayList<>(List.of(1, 2));
    queue.put(list);
    list.add(3);
    assertThat(queue.get()).containsExactly(1, 2);
  }

  @Test
  void whatCannotBeSentFailsInPutAndNothingElseDoes() {
    Queue<Object> queue = new Queue<>(1);
    Map<String, Object> item = new HashMap<>();
    item.put("thread", Thread.currentThread());
    assertThatThrownBy(() -> queue.put(item))
        .isInstanceOf(CopyException.class)
        .hasMessageStartingWith(
            "item[thread] (java.lang.Thread) can't be copied to another process:");
    assertThat(queue.qsize()).isZero();
    queue.put("next");
    assertThat(queue.get()).isEqualTo("next");
  }

  @Test
  void largeItemsGoThroughAndTheirMemoryComesBack() throws InterruptedException {
    ArenaCount before = ArenaCount.settled();
    Queue<Object> queue = new Queue<>();
    int size = 256 << 20;
    run(() -> {
      byte[] large = new byte[size];
      large[123_456_789] = 9;
      large[size - 1] = 7;
      queue.put(large);
      queue.put("then");
    });
    byte[] received = (byte[]) queue.get();
    assertThat(received.length).isEqualTo(size);
    assertThat(received[123_456_789]).isEqualTo((byte) 9);
    assertThat(received[size - 1]).isEqualTo((byte) 7);
    assertThat(queue.get()).isEqualTo("then");
    queue.put(received);
    run(() -> {
      byte[] there = (byte[]) queue.get();
      queue.put(there.length == size && there[123_456_789] == 9 && there[size - 1] == 7);
    });
    assertThat(queue.get()).isEqualTo(true);
    assertThat(SharedArena.current().used()).isLessThan(before.bytes() + size);
  }

  @Test
  @SuppressWarnings("NullAway") // that it may be null is what is tested
  void nullIsAnItemToo() {
    Queue<Object> queue = new Queue<>();
    run(() -> queue.put(null));
    assertThat(queue.qsize()).isEqualTo(1);
    assertThat(queue.get()).isNull();
  }

  @Test
  void aQueueTravelsThroughAQueueAndToAGrandchild() {
    Queue<Object> outer = new Queue<>();
    Queue<String> inner = new Queue<>();
    outer.put(List.of(inner, "and more"));
    run(() -> {
      @SuppressWarnings("unchecked")
      List<Queue<String>> item = (List<Queue<String>>) outer.get();
      Queue<String> received = item.getFirst();
      run(() -> received.put("from the grandchild"));
    });
    assertThat(inner.get()).isEqualTo("from the grandchild");
  }

  @Test
  void aQueueThatAChildMadeServesItsOwnChildren() {
    run(() -> {
      Queue<String> queue = new Queue<>();
      run(() -> queue.put("from the grandchild"));
      assertThat(queue.get()).isEqualTo("from the grandchild");
    });
  }

  private static final class Initialised {
    static final String GOT = putAndGet();

    private Initialised() {}

    private static String putAndGet() {
      Queue<String> queue = new Queue<>();
      queue.put("knock knock");
      return queue.get(LONG);
    }
  }

  @Test
  void aClassUsesAQueueWhileItIsInitialised() {
    run(() -> assertThat(Initialised.GOT).isEqualTo("knock knock"));
  }

  @Test
  void aClosedQueueSaysSo() {
    Queue<Integer> queue = new Queue<>();
    assertThatThrownBy(queue::joinThread)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call close() first");
    queue.close();
    queue.close();
    queue.joinThread();
    queue.cancelJoinThread();
    assertThatThrownBy(() -> queue.put(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(queue::get).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(queue::empty).isInstanceOf(IllegalStateException.class);
  }

  @Nested
  class WhenTheOnlyOtherProcessIsKilled {
    @Test
    void aGetThatWaitsNamesIt() {
      Queue<Integer> queue = new Queue<>();
      Queue<String> ready = new Queue<>();
      Process child =
          new Process(() -> {
            ready.put("ready");
            Integer _ = queue.get();
          });
      child.name("loader");
      child.start();
      assertThat(ready.get()).isEqualTo("ready");
      child.kill();
      assertThatThrownBy(queue::get)
          .isInstanceOf(PartnerDiedException.class)
          .hasMessageContaining("nobody is left who could put")
          .hasMessageContaining(
              "loader (pid %d), which ended with exit code -9".formatted(child.pid()));
      child.join();
      queue.put(1);
      assertThat(queue.get()).isEqualTo(1);
    }

    @Test
    void aPutThatWaitsForRoomNamesIt() {
      Queue<Integer> queue = new Queue<>(1);
      Queue<String> ready = new Queue<>();
      Process child =
          new Process(() -> {
            queue.put(1);
            ready.put("ready");
            ready.put(queue.toString());
            Thread.sleep(1_000_000);
          });
      child.start();
      assertThat(ready.get()).isEqualTo("ready");
      assertThat(ready.get()).isEqualTo("Queue[1 of 1 items]");
      child.kill();
      assertThatThrownBy(() -> queue.put(2))
          .isInstanceOf(PartnerDiedException.class)
          .hasMessageContaining("nobody is left who could get");
      child.join();
      assertThat(queue.get()).isEqualTo(1);
    }
  }

  @Nested
  class WhenTheOnlyProducerIsKilledAndSeveralConsumersAreLeft {
    private final Queue<Integer> queue = new Queue<>();
    private final Queue<String> ready = new Queue<>();
    private final Process producer = started("producer", () -> Thread.sleep(1_000_000));
    private final Process consumer = started("consumer", queue::get);

    private Process started(String name, Task task) {
      Queue<Integer> theQueue = queue;
      Queue<String> isReady = ready;
      Process process =
          new Process(() -> {
            isReady.put("has " + theQueue);
            task.run();
          });
      process.name(name);
      process.start();
      assertThat(isReady.get()).isEqualTo("has Queue[0 items]");
      return process;
    }

    @Test
    void theLastOfThemIsTold() throws Exception {
      FutureTask<Integer> getting = new FutureTask<>(queue::get);
      Thread thread = Thread.ofPlatform().start(getting);
      producer.kill();
      producer.join();
      consumer.kill();
      assertThatThrownBy(getting::get)
          .cause()
          .isInstanceOf(PartnerDiedException.class)
          .hasMessageContaining("nobody is left who could put")
          .hasMessageContaining("which ended with exit code -9");
      consumer.join();
      thread.join();
    }

    @Test
    void whoWaitsForTheProducersEndTooIsTold() {
      Sentinel end = producer.sentinel();
      producer.kill();
      assertThat(waitAny(List.of(queue, end))).containsExactly(end);
      producer.join();
      queue.put(1);
      consumer.join();
      assertThat(consumer.exitCode()).isZero();
    }
  }

  @Test
  void anInterruptedGetSaysSo() throws Exception {
    Queue<Integer> queue = new Queue<>();
    Thread waiter = Thread.currentThread();
    Thread other = Thread.ofPlatform().start(waiter::interrupt);
    assertThatThrownBy(queue::get)
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessage("interrupted while getting from Queue[0 items]");
    assertThat(Thread.interrupted()).isTrue();
    other.join();
  }
}
