package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import java.util.ArrayList;
import java.util.List;

/// When a worker of a pool dies, whose neighbour is busy. The kill points have their names.
enum Instant {
  IDLE,
  WITH_TASK,
  // It takes a task.
  CHANNEL_GET_LOCKED("channel.get.locked"),
  CHANNEL_GET_COPIED("channel.get.copied"),
  CHANNEL_GET_COMMITTED("channel.get.committed"),
  CHANNEL_GET_RELEASED("channel.get.released"),
  WORKER_TAKEN("worker.taken"),
  JOURNAL_BEGUN("journal.begun"),
  // It sends a result.
  WORKER_CALLED("worker.called"),
  JOURNAL_SAVED("journal.saved"),
  CHANNEL_PUT_LOCKED("channel.put.locked"),
  CHANNEL_PUT_COPIED("channel.put.copied"),
  CHANNEL_PUT_COMMITTED("channel.put.committed"),
  // A report that is committed, without a ring that says so.
  CHANNEL_PUT_RELEASED("channel.put.released"),
  BELL_RUNG("bell.rung"),
  JOURNAL_SENT("journal.sent");

  /// The kill point; none for the first two, which are told from it.
  private final String point;

  Instant() {
    this("");
  }

  Instant(String point) {
    this.point = point;
  }

  /// True if a process can die so then.
  boolean isPossible(Death death) {
    return switch (this) {
      // One that does nothing needs no memory.
      case IDLE -> death != Death.FULL_HEAP;
      case WITH_TASK, JOURNAL_SAVED -> true;
      case CHANNEL_PUT_COPIED -> death != Death.FULL_HEAP;
      // Between two steps on shared memory no process ends by what this thread does; by another's
      // signal, or another thread, it may.
      default -> List.of(Death.SIGKILL, Death.EXIT, Death.HALT).contains(death);
    };
  }

  void happen(Pool pool, Death death) {
    switch (this) {
      case IDLE -> whileIdle(pool, death);
      case WITH_TASK -> withTask(pool, death);
      default -> atKillPoint(pool, death);
    }
  }

  /// Nobody waits for it.
  private static void whileIdle(Pool pool, Death death) {
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

  private static void withTask(Pool pool, Death death) {
    AsyncResult<List<Integer>> others = pool.mapAsync(x -> x, range(10), 3);
    AsyncResult<?> result = pool.applyAsync(death::die);
    AsyncResult<List<Integer>> more = pool.mapAsync(x -> x, range(10), 3);
    assertThatThrownBy(result::get)
        .isInstanceOfSatisfying(
            WorkerDiedException.class, died -> assertThat(died.exitCode()).isIn(death.exitCodes()));
    assertThat(others.get()).isEqualTo(range(10));
    assertThat(more.get()).isEqualTo(range(10));
  }

  private void atKillPoint(Pool pool, Death death) {
    String armed = point; // without the enum, whose constants a worker knows itself
    Array<Integer> runs = new Array<>('i', 6);
    AsyncResult<Integer> arming =
        pool.applyAsync(() -> {
          KillPoint.arm(armed, death::strike);
          return 7;
        });
    if (this == WORKER_CALLED) {
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
    assertThat(failed).hasSize(this == JOURNAL_BEGUN ? 1 : 0);
    assertThat(failed).allSatisfy(i -> assertThat(runs.get(i)).isZero());
  }
}
