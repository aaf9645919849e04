package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.pool.PoolInsights;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Beginnings and ends of pools, by every kind of worker.
@ParameterizedClass
@EnumSource(Workers.class)
@SuppressWarnings("try") // closed before the end of the block, as users do
class PoolLifeContractTest {
  @Parameter Workers workers = Workers.THREADS;

  @AfterParameterizedClassInvocation
  static void end() {
    Workers.closeManager();
  }

  @Test
  void aClosedPoolDoesWhatItHasAndTakesNoMore() {
    Event go = new Event();
    Pool pool = workers.open(2);
    AsyncResult<List<String>> results = pool.mapAsync(x -> Slow.until(go) + x, range(8), 1);
    assertThatThrownBy(pool::join)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Pool is still running");
    pool.close();
    pool.close();
    takesNoMore(pool);
    go.set();
    pool.join();
    assertThat(results.ready()).isTrue();
    assertThat(results.get()).hasSize(8).endsWith("went7");
    assertThat(pool.pids()).isEmpty();
    pool.close();
    pool.terminate();
    pool.join();
  }

  private static void takesNoMore(Pool pool) {
    List<Tuple2<Integer, Integer>> pairs = List.of(new Tuple2<>(1, 2));
    Stream<ThrowingCallable> submissions =
        Stream.of(
            () -> pool.apply(() -> 1),
            () -> pool.apply(a -> a, 1),
            () -> pool.apply((a, b) -> a, 1, 2),
            () -> pool.apply((a, b, c) -> a, 1, 2, 3),
            () -> pool.apply((a, b, c, d) -> a, 1, 2, 3, 4),
            () -> pool.applyAsync(() -> {}),
            () -> pool.applyAsync(() -> 1),
            () -> pool.applyAsync(a -> a, 1),
            () -> pool.applyAsync((a, b) -> a, 1, 2),
            () -> pool.applyAsync((a, b, c) -> a, 1, 2, 3),
            () -> pool.applyAsync((a, b, c, d) -> a, 1, 2, 3, 4),
            () -> pool.map(x -> x, range(3)),
            () -> pool.map(x -> x, range(3), 2),
            () -> pool.mapAsync(x -> x, range(3)),
            () -> pool.mapAsync(x -> x, range(3), 2),
            () -> pool.starmap((a, b) -> a, pairs),
            () -> pool.starmap((a, b) -> a, pairs, 2),
            () -> pool.starmap((a, b) -> a, List.<Tuple2<Integer, Integer>>of()),
            () -> pool.starmapAsync((a, b) -> a, pairs),
            () -> pool.imap(x -> x, range(3)),
            () -> pool.imap(x -> x, range(3), 2),
            () -> pool.imapUnordered(x -> x, range(3)),
            () -> pool.imapUnordered(x -> x, range(3), 2),
            () -> pool.forEach(x -> {}, range(3)));
    submissions.forEach(submission ->
        assertThatThrownBy(submission)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("Pool not running"));
  }

  @Test
  void aTerminatedPoolTakesNoMore() {
    Pool pool = workers.open(2);
    pool.terminate();
    takesNoMore(pool);
    pool.join();
    takesNoMore(pool);
    assertThat(pool.toString()).startsWith("Pool[terminated, ");
  }

  /// Python's would terminate it; this one does what it has.
  @Test
  void theEndOfItsBlockClosesAPool() {
    Event go = new Event();
    AsyncResult<List<String>> results;
    Pool used;
    try (Pool pool = workers.open(2)) {
      used = pool;
      results = pool.mapAsync(x -> Slow.until(go) + x, range(4), 1);
    }
    takesNoMore(used);
    go.set();
    used.join();
    assertThat(results.get()).containsExactly("went0", "went1", "went2", "went3");
    assertThat(used.pids()).isEmpty();
  }

  @Test
  void anInterruptedJoinThrowsAndTheNextOneWaits() {
    Event go = new Event();
    Pool pool = workers.open(2);
    AsyncResult<List<String>> results = pool.mapAsync(_ -> Slow.until(go), range(4), 1);
    pool.close();
    Thread.currentThread().interrupt();
    assertThatThrownBy(pool::join)
        .isInstanceOf(InterruptedWaitException.class)
        .hasMessageContaining(
            "joining %s", workers == Workers.MANAGED ? "a pool of a manager" : "Pool[closed, ");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(results.ready()).isFalse();
    go.set();
    pool.join();
    assertThat(results.get()).containsOnly("went").hasSize(4);
  }

  @Test
  void aPoolSaysHowManyWorkersItHas() {
    try (Pool pool = workers.open(3)) {
      boolean virtual = workers == Workers.VIRTUAL_THREADS;
      assertThat(pool.processes()).isEqualTo(virtual ? Integer.MAX_VALUE : 3);
      assertThat(pool.pids()).hasSize(virtual ? 0 : 3);
    }
  }

  @Test
  void aPoolThatDidNothingEnds() {
    Pool pool = workers.open(1);
    pool.close();
    pool.join();
    assertThat(pool.toString()).startsWith("Pool[closed, ");
  }

  @Test
  void anInitializerRunsOncePerWorkerBeforeItsTasks() {
    Value<Integer> runs = new Value<>(0);
    Barrier both = new Barrier(2);
    try (Pool pool = workers.open(2, builder -> builder.initializer(() -> runs.addAndGet(1)))) {
      // None of the two does both tasks: each waits for the other.
      List<Integer> seen =
          pool.map(
              _ -> {
                int _ = both.await();
                return runs.get();
              },
              range(2),
              1);
      assertThat(seen).containsExactly(2, 2);
      pool.close();
      pool.join();
    }
    assertThat(runs.get()).isEqualTo(2);
  }

  @Test
  void aWorkerIsRenewedAfterMaxTasksPerChildAndNoSooner() {
    Value<Integer> starts = new Value<>(0);
    Pool pool =
        workers.open(
            1, builder -> builder.initializer(() -> starts.addAndGet(1)).maxTasksPerChild(3));
    for (int i = 0; i < 5; i++) {
      assertThat(pool.<Integer, Integer>apply(x -> x * x, i)).isEqualTo(i * i);
    }
    // A chunk is one task.
    assertThat(pool.map(x -> x * x, range(30), 30)).hasSize(30).endsWith(841);
    assertThat(pool.<Integer, Integer>apply(x -> x + 1, 6)).isEqualTo(7);
    pool.close();
    pool.join();
    if (workers == Workers.VIRTUAL_THREADS) {
      // The next one may start, and end, before the end of the last one is known.
      assertThat(tasks(pool)).containsExactlyInAnyOrder(3L, 32L, 1L);
    } else {
      assertThat(tasks(pool)).containsExactly(3L, 32L, 1L);
    }
    assertThat(starts.get()).isEqualTo(3);
  }

  private static List<Long> tasks(Pool pool) {
    return pool.insights().workers().stream().map(PoolInsights.Worker::tasks).toList();
  }

  /// They would wait for a worker that nobody starts any more.
  @Test
  void aPoolThatIsClosedEarlyRenewsItsWorkersForWhatIsLeft() {
    Event go = new Event();
    Pool pool = workers.open(3, builder -> builder.maxTasksPerChild(1));
    List<AsyncResult<String>> results =
        range(6).stream().map(x -> pool.applyAsync(y -> Slow.until(go) + y, x)).toList();
    pool.close();
    go.set();
    pool.join();
    assertThat(results.stream().map(AsyncResult::get))
        .containsExactly("went0", "went1", "went2", "went3", "went4", "went5");
    assertThat(tasks(pool)).containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
  }

  @Test
  void invalidSizesAreRefused() {
    for (int size : new int[] {0, -1}) {
      assertThatThrownBy(() -> new Pool(size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Number of processes must be at least 1");
      assertThatThrownBy(() -> Pool.ofThreads(size)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> workers.open(1, builder -> builder.maxTasksPerChild(size)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("maxTasksPerChild is " + size);
    }
  }

  @Test
  void aWorkerThatDiesWhileThePoolClosesIsReplacedForWhatIsLeft() {
    Event go = new Event();
    Pool pool = workers.open(2);
    AsyncResult<List<String>> results = pool.mapAsync(x -> Slow.until(go) + x, range(12), 2);
    AsyncResult<String> stuck = pool.applyAsync(() -> Slow.until(new Event()));
    pool.close();
    AsyncResult<String> _ = stuck.timeout(Duration.ofMillis(1));
    go.set();
    assertThat(results.get()).hasSize(12);
    assertThatThrownBy(stuck::get).isInstanceOf(TaskTimeoutException.class);
    pool.join();
  }

  @Test
  void tasksOfVirtualThreadsMayWaitForEachOther() {
    int parties = 60;
    CyclicBarrier barrier = new CyclicBarrier(parties);
    try (Pool pool = Pool.ofVirtualThreads()) {
      for (int round = 0; round < 3; round++) {
        pool.forEach(_ -> barrier.await(), range(parties));
      }
    }
    assertThat(barrier.isBroken()).isFalse();
  }

  @SuppressWarnings("SystemGc") // references are cleared by it
  @Test
  void argumentsAndResultsAreNotKeptForAnIdlePool() {
    try (Pool pool = workers.open(2)) {
      List<WeakReference<Object>> references = useAndForget(pool);
      while (references.stream().anyMatch(reference -> reference.get() != null)) {
        System.gc();
      }
    }
  }

  private static List<WeakReference<Object>> useAndForget(Pool pool) {
    List<List<Integer>> arguments = List.of(new ArrayList<>(range(3)), new ArrayList<>(range(4)));
    AsyncResult<List<Object>> results =
        pool.<List<Integer>, Object>mapAsync(list -> new ArrayList<>(list), arguments, 1)
            .timeout(Duration.ofHours(1));
    return Stream.concat(arguments.stream(), results.get().stream())
        .map(WeakReference<Object>::new)
        .toList();
  }

  @Test
  void terminateDoesNotWaitForAThreadThatHeedsNoInterruption() {
    Event begun = new Event();
    Event go = new Event();
    Pool pool = workers.open(1);
    AsyncResult<Integer> result =
        pool.applyAsync(() -> {
          begun.set();
          while (!go.isSet()) {
            boolean _ = Thread.interrupted();
            Thread.onSpinWait();
          }
          return 1;
        });
    begun.await();
    Workers.end(pool);
    assertThatThrownBy(result::get).isInstanceOf(PoolTerminatedException.class);
    go.set();
  }
}
