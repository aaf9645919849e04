package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Processes that are stopped with a lock of shared memory.
@Tag("linux")
class StoppedTest {
  private static final int SIGCONT = 18;

  /// A thousand slices of a wait, and far beyond any time after which others would give one up. All
  /// locks at once, so that it is spent once.
  private static final long LONG = 20;

  private static Process stopped(String instant, Task task) throws IOException {
    Process process = Victim.startStopping(instant, task);
    while (!Proc.state(process.pid()).equals("T")) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    return process;
  }

  @Test
  void oneThatIsStoppedWithALockKeepsItAndLosesNothing() throws Exception {
    Queue<Integer> puts = new Queue<>();
    Queue<Integer> gets = new Queue<>();
    for (int i = 0; i < 5; i++) {
      gets.put(i);
    }
    Queue<Integer> got = new Queue<>();
    Process putter =
        stopped(
            "channel.put.locked:2",
            () -> {
              puts.put(1);
              puts.put(2);
            });
    Process getter =
        stopped(
            "channel.get.locked:2",
            () -> {
              got.put(gets.get());
              got.put(gets.get());
            });
    Process collector = stopped("arena.locked:1", Queue::new);
    try (ExecutorService waiters = Executors.newCachedThreadPool()) {
      Future<?> put = waiters.submit(() -> puts.put(3));
      Future<Integer> get = waiters.submit(() -> gets.get());
      Future<?> allocated = waiters.submit(() -> new Queue<Integer>().close());
      assertThatThrownBy(() -> put.get(LONG, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(List.of(put, get, allocated)).noneMatch(Future::isDone);
      assertThat(puts.qsize()).isEqualTo(1);
      assertThat(gets.qsize()).isEqualTo(4);
      for (Process process : List.of(collector, getter, putter)) {
        assertThat(Proc.state(process.pid())).isEqualTo("T");
        process.signal(SIGCONT);
      }
      put.get();
      allocated.get();
      assertThat(get.get()).isEqualTo(2);
    }
    for (Process process : List.of(putter, getter, collector)) {
      process.join();
      assertThat(process.exitCode()).isEqualTo(0);
    }
    assertThat(List.of(puts.get(), puts.get(), puts.get())).containsExactly(1, 2, 3);
    assertThat(List.of(got.get(), got.get())).containsExactly(0, 1);
    assertThat(List.of(gets.get(), gets.get())).containsExactly(3, 4);
    assertThatThrownBy(() -> gets.get(seconds(0))).isInstanceOf(Queue.Empty.class);
  }
}
