package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QueueTest {
  private static final Duration SHORT = millis(20);

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

  @Test
  void aPutThatWaitsGoesOnWhenAnotherProcessGets() {
    Queue<Integer> queue = new Queue<>(1);
    queue.put(1);
    Process child = new Process(() -> assertThat(queue.get()).isEqualTo(1));
    child.start();
    queue.put(2);
    child.join();
    assertThat(child.exitCode()).isEqualTo(0);
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
  void nullAndLargeItemsGoThrough() {
    Queue<Object> queue = new Queue<>();
    byte[] large = new byte[64 << 20];
    large[12_345_678] = 9;
    run(() -> {
      queue.put(new byte[64 << 20]);
      queue.put("then");
    });
    assertThat((byte[]) queue.get()).hasSize(64 << 20);
    assertThat(queue.get()).isEqualTo("then");
    queue.put(large);
    assertThat(Arrays.equals((byte[]) queue.get(), large)).isTrue();
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
