package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.pool.PoolInsights;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a pool tells of its workers' time, by every kind of worker.
@ParameterizedClass
@EnumSource(Workers.class)
@SuppressWarnings("try") // closed before the end of the block, as users do
class PoolInsightsContractTest {
  private static final Duration LONG = Duration.ofMillis(20);

  @Parameter Workers workers = Workers.THREADS;

  /// Works that long for the first element; both workers do one task.
  private static int work(Barrier both, int x) {
    int _ = both.await();
    long begin = System.nanoTime();
    while (x == 0 && System.nanoTime() - begin < LONG.toNanos()) {
      Thread.onSpinWait();
    }
    return x;
  }

  @AfterParameterizedClassInvocation
  static void end() {
    Workers.closeManager();
  }

  @Test
  void eachWorkerHasItsTasksAndTimes() {
    Barrier both = new Barrier(2);
    try (Pool pool = workers.open(2)) {
      assertThat(pool.map(x -> work(both, x), range(2), 1)).containsExactly(0, 1);
      List<Long> pids = pool.pids();
      List<PoolInsights.Worker> living = pool.insights().workers();
      assertThat(living).hasSize(2);
      assertThat(living).allSatisfy(this::isPlausible);
      assertThat(living.stream().map(PoolInsights.Worker::name)).doesNotHaveDuplicates();
      assertThat(living.stream().map(PoolInsights.Worker::pid))
          .isEqualTo(workers.areProcesses() ? pids : List.of(0L, 0L));
      pool.close();
      pool.join();
      List<PoolInsights.Worker> ended = pool.insights().workers();
      assertThat(ended).hasSize(2).allSatisfy(this::isPlausible);
      // Nothing of theirs goes on.
      assertThat(pool.insights().workers()).isEqualTo(ended);
      isShown(pool.insights().toString(), ended);
    }
  }

  private void isPlausible(PoolInsights.Worker worker) {
    assertThat(worker.name())
        .matches(workers.areProcesses() ? "PoolWorker-[0-9:]+" : "PoolThread-[0-9]+");
    assertThat(worker.tasks()).isEqualTo(1);
    assertThat(worker.starting()).isPositive();
    assertThat(worker.working()).isPositive();
    assertThat(worker.life()).isGreaterThanOrEqualTo(worker.working());
  }

  private void isShown(String table, List<PoolInsights.Worker> rows) {
    assertThat(table.lines().findFirst().orElseThrow().contains(" pid "))
        .isEqualTo(workers.areProcesses());
    assertThat(table).contains("slowest tasks", "all ");
    assertThat(rows).allSatisfy(row -> assertThat(table).contains(row.name()));
  }

  @Test
  void theSlowestTasksHaveTheirArgumentsAndWorkers() {
    Barrier alone = new Barrier(1);
    try (Pool pool = workers.open(2)) {
      assertThat(pool.map(x -> work(alone, x), List.of(0, 1, 2), 3)).hasSize(3);
      PoolInsights insights = pool.insights();
      // Another one took longer if its worker had no processor.
      PoolInsights.SlowTask slow =
          insights.slowest().stream()
              .filter(each -> each.arguments().equals("0"))
              .findFirst()
              .orElseThrow();
      assertThat(slow.time()).isGreaterThanOrEqualTo(LONG);
      assertThat(insights.slowest())
          .isSortedAccordingTo(Comparator.comparing(PoolInsights.SlowTask::time).reversed());
      assertThat(insights.workers().stream().filter(each -> each.tasks() == 3))
          .singleElement()
          .satisfies(worker -> {
            assertThat(worker.name()).isEqualTo(slow.worker());
            assertThat(worker.working()).isGreaterThanOrEqualTo(LONG);
          });
      pool.close();
      pool.join();
    }
  }
}
