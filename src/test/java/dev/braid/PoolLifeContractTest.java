package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    Stream<ThrowingCallable> submissions =
        Stream.of(
            () -> pool.apply(() -> 1),
            () -> pool.applyAsync(() -> 1),
            () -> pool.map(x -> x, range(3)),
            () -> pool.mapAsync(x -> x, range(3)),
            () -> pool.starmap((a, b) -> a, List.<Tuple2<Integer, Integer>>of()),
            () -> pool.imap(x -> x, range(3)),
            () -> pool.imapUnordered(x -> x, range(3)),
            () -> pool.forEach(x -> {}, range(3)));
    submissions.forEach(submission ->
        assertThatThrownBy(submission)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("Pool not running"));
    go.set();
    pool.join();
    assertThat(results.ready()).isTrue();
    assertThat(results.get()).hasSize(8).endsWith("went7");
    assertThat(pool.pids()).isEmpty();
    pool.close();
    pool.terminate();
    pool.join();
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
    try (Pool pool = workers.open(2, builder -> builder.initializer(() -> runs.addAndGet(1)))) {
      assertThat(pool.apply(() -> runs.get() > 0)).isTrue();
      pool.close();
      pool.join();
    }
    if (workers == Workers.VIRTUAL_THREADS) {
      assertThat(runs.get()).isEqualTo(1);
    } else {
      assertThat(runs.get()).isBetween(1, 2);
    }
  }

  @Test
  void maxTasksPerChildRenewsWorkers() {
    Value<Integer> starts = new Value<>(0);
    Pool pool =
        workers.open(
            2, builder -> builder.initializer(() -> starts.addAndGet(1)).maxTasksPerChild(3));
    assertThat(pool.map(x -> x * x, range(12), 1))
        .isEqualTo(range(12).stream().map(x -> x * x).toList());
    AsyncResult<List<Integer>> last = pool.mapAsync(x -> x, range(5), 1);
    pool.close();
    pool.join();
    assertThat(last.get()).isEqualTo(range(5));
    assertThat(starts.get()).isGreaterThanOrEqualTo(17 / 3);
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
