package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.KillPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A worker that is stopped between two tasks, with a lock in its hand: the others go on.
@Tag("linux")
class PoolStoppedTest {
  /// For a task that does next to nothing, on a busy machine.
  private static final Duration ENOUGH = seconds(3);

  private static Baseline before;

  /// The one of this test; none after it, so that nothing keeps its memory.
  private final Deque<Pool> pools = new ArrayDeque<>(List.of(open()));

  @BeforeAll
  static void settle() {
    before = Baseline.settled();
  }

  @AfterEach
  void end() {
    Workers.end(pools.remove());
  }

  @AfterAll
  static void allIsFreeAgain() {
    before.isBack();
  }

  private Pool pool() {
    return pools.getFirst();
  }

  private static Pool open() {
    System.setProperty("braid.kill", "armed");
    try {
      return new Pool(2);
    } finally {
      System.clearProperty("braid.kill");
    }
  }

  /// A task whose worker is to stop the next time that it comes to that instant.
  private AsyncResult<Long> arm(String instant) {
    return pool()
        .applyAsync(() -> {
          KillPoint.arm(instant, Victim::stop);
          return getpid();
        });
  }

  /// The worker that is stopped, once one is.
  private long stopped() throws IOException {
    while (true) {
      for (long pid : pool().pids()) {
        if (Proc.isStopped(pid)) {
          return pid;
        }
      }
      Thread.onSpinWait();
    }
  }

  private void theOtherOneGoesOn(long stopped) {
    assertThat(pool().map(x -> x * x, range(5), 1)).containsExactly(0, 1, 4, 9, 16);
    assertThat(pool().map(_ -> getpid(), range(30))).hasSize(30).doesNotContain(stopped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.put.locked", "channel.put.copied"})
  void whoIsStoppedWhileItReportsHoldsUpNobody(String instant) throws IOException {
    AsyncResult<Long> armed = arm(instant);
    theOtherOneGoesOn(stopped());
    assertThat(armed.ready()).isFalse();
  }

  /// Each has done one task: after more that are as short, it would be given some ahead, and who is
  /// stopped while it takes one keeps those.
  private void allHaveStarted() {
    Barrier both = new Barrier(2);
    assertThat(pool().map(_ -> both.await(), range(2), 1)).containsExactlyInAnyOrder(0, 1);
  }

  private void hasEnded(long stopped) {
    while (pool().pids().contains(stopped)) {
      Thread.onSpinWait();
    }
    assertThat(pool().map(_ -> getpid(), range(30))).hasSize(30).doesNotContain(stopped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.put.locked", "channel.put.copied"})
  void aTimeLimitEndsWhoIsStoppedWhileItReportsAndWhatItSavedCounts(String instant)
      throws IOException {
    AsyncResult<Long> armed = arm(instant);
    long pid = stopped();
    assertThat(armed.timeout(millis(50)).get()).isEqualTo(pid);
    hasEnded(pid);
  }

  @Test
  void whatABatchHasNotBegunThenIsDoneByOthersEachTaskOnce() throws IOException {
    allHaveStarted();
    Array<Integer> runs = new Array<>('i', 10);
    AsyncResult<List<Integer>> result =
        pool()
            .mapAsync(
                x -> {
                  if (x == 0) {
                    KillPoint.arm("channel.put.locked", Victim::stop);
                    // So long that it is reported at once.
                    sleep(0.01);
                  }
                  runs.set(x, runs.get(x) + 1);
                  return x;
                },
                range(10),
                10);
    long pid = stopped();
    assertThat(result.timeout(ENOUGH).get()).isEqualTo(range(10));
    assertThat(runs.toList()).containsOnly(1);
    hasEnded(pid);
  }

  @Test
  void whoIsStoppedWhileItReportsWhatNobodyWantsIsEnded() throws IOException {
    AsyncResult<Long> armed = arm("channel.put.locked");
    long _ = stopped();
    assertThat(armed.cancel(true)).isTrue();
    pool().close();
    pool().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.put.committed", "channel.put.released", "bell.rung"})
  void whatWasReportedIsFoundThoughNobodyIsWokenForIt(String instant) throws IOException {
    AsyncResult<Long> armed = arm(instant);
    assertThat(armed.get()).isEqualTo(stopped());
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.get.locked", "channel.get.copied"})
  void whoIsStoppedWhileItTakesATaskHoldsUpNobody(String instant) throws IOException {
    allHaveStarted();
    long pid = arm(instant).get();
    // One for each, in whatever order.
    List<AsyncResult<Long>> results =
        List.of(pool().applyAsync(() -> getpid()), pool().applyAsync(() -> getpid()));
    assertThat(stopped()).isEqualTo(pid);
    theOtherOneGoesOn(pid);
    List<AsyncResult<Long>> taken = results.stream().filter(each -> !each.ready()).toList();
    assertThat(taken).hasSize(1);
    // It hasn't begun.
    assertThat(taken.getFirst().timeout(ENOUGH).get()).isNotEqualTo(pid);
    hasEnded(pid);
  }
}
