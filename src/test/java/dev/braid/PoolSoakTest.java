package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Deadline;
import java.io.Serializable;
import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three workers that do numbered tasks, and somebody who kills them at random.
@Tag("linux")
class PoolSoakTest {
  private static final long DURATION = Long.getLong("braid.soak", 20);
  private static final long SEED = Long.getLong("braid.soak.seed", System.nanoTime());
  private static final int ITEMS = 600;

  private final Random random = new Random(SEED);
  private final Pool pool = new Pool(3);
  private int kills;
  private int failures;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void eachTaskIsDoneOnceOrFailsWithItsWorker() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(DURATION));
    for (int round = 0; !deadline.isOver(); round++) {
      round(round % 2 == 0 ? 1 : 7);
    }
    pool.close();
    pool.join();
    assertThat(failures).as("seed %d", SEED).isBetween(1, kills);
  }

  private void round(int chunk) {
    Array<Integer> runs = new Array<>('i', ITEMS);
    BitSet came = new BitSet();
    int died = 0;
    ResultIterator<Done> results = pool.imapUnordered(x -> run(runs, x), range(ITEMS), chunk);
    while (results.hasNext()) {
      try {
        Done done = results.next();
        assertThat(came.get(done.item)).as("whether %d came before", done.item).isFalse();
        came.set(done.item);
        if (random.nextInt(60) == 0) {
          kill(done.worker);
        }
      } catch (WorkerDiedException e) {
        assertThat(e.exitCode()).isEqualTo(-9);
        died++;
      }
    }
    assertThat(came.cardinality() + died).as("seed %d", SEED).isEqualTo(ITEMS);
    for (int item = 0; item < ITEMS; item++) {
      // One that died may have been about to begin.
      assertThat(runs.get(item))
          .as("runs of %d, seed %d", item, SEED)
          .isBetween(came.get(item) ? 1 : 0, 1);
    }
    failures += died;
  }

  /// @param worker its pid
  private record Done(int item, long worker) implements Serializable {}

  private static Done run(Array<Integer> runs, int item) {
    runs.set(item, runs.get(item) + 1);
    long end = System.nanoTime() + (item % 5) * 1_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return new Done(item, getpid());
  }

  /// Kills one that has started: if some die while they start, what waits fails with them.
  private void kill(long victim) {
    if (pool.pids().contains(victim)
        && ProcessHandle.of(victim).map(ProcessHandle::destroyForcibly).orElse(false)) {
      kills++;
    }
  }
}
