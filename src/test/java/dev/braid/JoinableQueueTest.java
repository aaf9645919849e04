package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a queue of tasks does beside what all queues do. The deaths of workers are
/// `JoinableQueueDeathTest`'s.
class JoinableQueueTest {
  private static final Duration SHORT = millis(20);
  private static final int STOP = -1;

  @ParameterizedTest
  @EnumSource
  void joinWaitsUntilTheWorkersHaveDoneAll(Kind kind) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    Semaphore done = new Semaphore(0);
    List<Other> workers =
        kind.start(
            4,
            () -> {
              while (tasks.get() != STOP) {
                done.release();
                tasks.taskDone();
              }
              tasks.taskDone();
            });
    range(10).forEach(tasks::put);
    tasks.join();
    assertThat(done.value()).isEqualTo(10);
    for (int i = 0; i < 4; i++) {
      tasks.put(STOP);
    }
    Other.joinAll(workers);
    assertThat(tasks.join(Duration.ZERO)).isTrue();
    assertThat(tasks).hasToString("JoinableQueue[0 items] with 0 unfinished tasks");
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatWasGotIsUnfinishedUntilSomebodySaysItIsDone(Kind kind) {
    JoinableQueue<String> tasks = new JoinableQueue<>();
    tasks.put("task");
    assertThat(tasks.join(Duration.ZERO)).isFalse();
    assertThat(tasks.get()).isEqualTo("task");
    long begin = System.nanoTime();
    assertThat(tasks.join(SHORT)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
    assertThat(tasks).hasToString("JoinableQueue[0 items] with 1 unfinished task");
    kind.start(tasks::taskDone).join();
    tasks.join();
    assertThatIllegalStateException()
        .isThrownBy(tasks::taskDone)
        .withMessageContaining("called more often than items were put");
  }

  @ParameterizedTest
  @EnumSource
  void othersThatJoinAreWokenByTheLastTask(Kind kind) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    tasks.put(1);
    tasks.put(2);
    Semaphore there = new Semaphore(0);
    List<Other> all =
        kind.start(
            2,
            () -> {
              there.release();
              tasks.join();
              assertThat(tasks.join(Duration.ZERO)).isTrue();
            });
    for (int i = 0; i < 2; i++) {
      assertThat(there.acquire()).isTrue();
      assertThat(tasks.get()).isEqualTo(i + 1);
      tasks.taskDone();
    }
    Other.joinAll(all);
  }

  @Test
  void whatWasRefusedIsNoTask() {
    JoinableQueue<Object> tasks = new JoinableQueue<>(1);
    assertThatExceptionOfType(CopyException.class)
        .isThrownBy(() -> tasks.put(Thread.currentThread()));
    assertThat(tasks.join(Duration.ZERO)).isTrue();
    tasks.put(1);
    assertThatExceptionOfType(Queue.Full.class).isThrownBy(() -> tasks.putNowait(2));
    assertThat(tasks).hasToString("JoinableQueue[1 of 1 items] with 1 unfinished task");
    assertThat(tasks.getNowait()).isEqualTo(1);
    tasks.taskDone();
    tasks.join();
    assertThatExceptionOfType(Queue.Empty.class).isThrownBy(tasks::getNowait);
    assertThat(tasks.join(Duration.ZERO)).isTrue();
  }

  @Test
  void itTravelsWithItsCount() {
    Queue<JoinableQueue<String>> outer = new Queue<>();
    JoinableQueue<String> tasks = new JoinableQueue<>();
    tasks.put("task");
    outer.put(tasks);
    Kind.PROCESS
        .start(() -> {
          JoinableQueue<String> received = outer.get();
          assertThat(received.get()).isEqualTo("task");
          received.put("next");
          received.taskDone();
        })
        .join();
    assertThat(tasks.join(Duration.ZERO)).isFalse();
    assertThat(tasks.get()).isEqualTo("next");
    tasks.taskDone();
    tasks.join();
  }

  @Test
  void aClosedOneSaysSo() {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    tasks.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> tasks.put(1))
        .withMessageContaining("is closed");
    assertThatIllegalStateException().isThrownBy(tasks::get).withMessageContaining("is closed");
  }

  @Test
  void anInterruptedJoinSaysSo() {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    tasks.put(1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(tasks::join)
        .withMessage("interrupted while joining JoinableQueue[1 items] with 1 unfinished task");
    assertThat(Thread.interrupted()).isTrue();
  }
}
