package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever goes wrong, at whatever moment, with whatever worker: the caller is told, nothing but
/// the task that was held fails, and the pool goes on.
class PoolDeathTest {
  private static Bystander bystander;
  private static Baseline before;

  @BeforeAll
  static void settle() {
    bystander = new Bystander();
    before = Baseline.settled();
  }

  @AfterAll
  static void theMemoryIsFreeAgain() {
    before.isBack(bystander);
    bystander.close();
  }

  /// One way in which something goes wrong.
  sealed interface Cell extends Serializable {
    Pool open();

    void happen(Pool pool);
  }

  static Stream<Cell> everything() {
    List<Cell> cells = new ArrayList<>();
    for (Workers workers : Workers.values()) {
      for (Mishap mishap : Mishap.values()) {
        if (workers.areProcesses() || !mishap.isOfCopies()) {
          cells.add(new Mishappens(workers, mishap));
        }
      }
    }
    for (Death death : Death.values()) {
      cells.add(new DiesIdle(death));
      cells.add(new DiesWithTask(death));
      for (String instant : List.of("worker.taken", "journal.saved")) {
        cells.add(new DiesAt(instant, death));
      }
    }
    Stream.of(
            "channel.get.locked",
            "channel.get.copied",
            "channel.get.committed",
            "channel.get.released",
            "journal.begun",
            "worker.called",
            "channel.put.locked",
            "channel.put.copied",
            "channel.put.committed",
            "channel.put.released",
            "journal.sent")
        .map(instant -> new DiesAt(instant, Death.SIGKILL))
        .forEach(cells::add);
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("everything")
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void theCallerIsToldAndThePoolGoesOn(Cell cell) {
    Pool pool = cell.open();
    try {
      cell.happen(pool);
      assertThat(pool.map(x -> x * x, range(9)))
          .isEqualTo(range(9).stream().map(x -> x * x).toList());
      pool.close();
      pool.join();
      assertThat(pool.pids()).isEmpty();
    } finally {
      pool.terminate();
    }
  }

  /// No worker dies by itself.
  record Mishappens(Workers workers, Mishap mishap) implements Cell {
    @Override
    public Pool open() {
      return workers.open(2);
    }

    @Override
    public void happen(Pool pool) {
      mishap.happen(pool);
    }
  }

  /// A worker dies that has nothing to do, and nobody waits for.
  record DiesIdle(Death death) implements Cell {
    @Override
    public Pool open() {
      return new Pool(1);
    }

    @Override
    public void happen(Pool pool) {
      Event go = new Event();
      long pid =
          pool.apply(() -> {
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  go.await();
                  death.die();
                });
            return Multiprocessing.getpid();
          });
      go.set();
      while (pool.pids().contains(pid)) {
        Thread.onSpinWait();
      }
    }
  }

  /// A worker dies in a task.
  record DiesWithTask(Death death) implements Cell {
    @Override
    public Pool open() {
      return new Pool(1);
    }

    @Override
    public void happen(Pool pool) {
      AsyncResult<List<Integer>> others = pool.mapAsync(x -> x, range(10), 3);
      AsyncResult<?> result = pool.applyAsync(death::die);
      AsyncResult<List<Integer>> more = pool.mapAsync(x -> x, range(10), 3);
      assertThatThrownBy(result::get)
          .isInstanceOfSatisfying(
              WorkerDiedException.class,
              died -> assertThat(died.exitCode()).isIn(death.exitCodes()));
      assertThat(others.get()).isEqualTo(range(10));
      assertThat(more.get()).isEqualTo(range(10));
    }
  }

  /// A worker dies at an instant between tasks, while it takes one, or sends a result.
  record DiesAt(String instant, Death death) implements Cell {
    /// Of one worker, whose program may say where it dies; those that come after it can't.
    @Override
    public Pool open() {
      System.setProperty("braid.kill", "armed");
      try {
        return new Pool(1);
      } finally {
        System.clearProperty("braid.kill");
      }
    }

    @Override
    public void happen(Pool pool) {
      Array<Integer> runs = new Array<>('i', 6);
      AsyncResult<Integer> arming =
          pool.applyAsync(() -> {
            KillPoint.arm(instant, death::die);
            return 7;
          });
      if (instant.equals("worker.called")) {
        // It has a result that is saved nowhere.
        assertThatThrownBy(arming::get).isInstanceOf(WorkerDiedException.class);
      } else {
        assertThat(arming.get()).isEqualTo(7);
      }
      ResultIterator<Integer> results =
          pool.imap(
              x -> {
                runs.set(x, runs.get(x) + 1);
                return x;
              },
              range(6),
              3);
      List<Integer> failed = new ArrayList<>();
      for (int i = 0; results.hasNext(); i++) {
        try {
          assertThat(results.next()).isEqualTo(i);
          assertThat(runs.get(i)).isEqualTo(1);
        } catch (WorkerDiedException e) {
          assertThat(e.exitCode()).isIn(death.exitCodes());
          failed.add(i);
        }
      }
      // Only what was begun is lost with its worker.
      assertThat(failed).hasSize(instant.equals("journal.begun") ? 1 : 0);
      assertThat(failed).allSatisfy(i -> assertThat(runs.get(i)).isZero());
    }
  }
}
