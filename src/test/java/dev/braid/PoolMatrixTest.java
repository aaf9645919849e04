package dev.braid;

import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.leak.Footprint;
import dev.braid.leak.LeakCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing hangs: whatever goes wrong, at whatever moment, with whatever worker, the caller is
/// told, nothing but the task that was held fails, the pool goes on, and nothing of it is left.
class PoolMatrixTest {
  private static Bystander bystander;
  private static Baseline before;
  private static Footprint footprint;

  @BeforeAll
  static void settle() {
    bystander = new Bystander();
    before = Baseline.settled();
    footprint = LeakCheck.begin();
  }

  @AfterEach
  void nothingOfItIsLeft() throws InterruptedException {
    LeakCheck.end(footprint, seconds(10), PoolMatrixTest.class);
    before.isBack(bystander);
  }

  @AfterAll
  static void end() {
    bystander.close();
  }

  static Stream<PoolCell> cells() {
    List<PoolCell> cells = new ArrayList<>();
    for (Workers workers : Workers.own().toList()) {
      for (Mishap mishap : Mishap.values()) {
        if (workers.areProcesses() || !mishap.isOfCopies()) {
          cells.add(new PoolCell.Mishappens(workers, mishap));
        }
      }
      for (BadStart start : BadStart.values()) {
        if (workers.areProcesses() || !start.endsTheProcess()) {
          cells.add(new PoolCell.StartsBadly(workers, start, false));
          cells.add(new PoolCell.StartsBadly(workers, start, true));
        }
      }
      for (AbruptEnd end : AbruptEnd.values()) {
        cells.add(new PoolCell.EndsAbruptly(workers, end));
      }
    }
    for (Death death : Death.values()) {
      for (Instant instant : Instant.values()) {
        if (instant.isPossible(death)) {
          cells.add(new PoolCell.WorkerDies(death, instant));
        }
      }
    }
    for (Load load : Load.values()) {
      cells.addAll(load.cells().toList());
    }
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void theCallerIsToldAndThePoolGoesOn(PoolCell cell, @TempDir Path scratch) {
    try (Stage stage = new Stage(scratch)) {
      cell.happen(stage);
      Pool pool = stage.pool();
      if (cell.poolGoesOn()) {
        assertThat(pool.map(x -> x * x, range(9)))
            .isEqualTo(range(9).stream().map(x -> x * x).toList());
        pool.close();
      }
      pool.join();
      assertThat(pool.pids()).isEmpty();
    }
  }
}
