package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/// The second that tasks have to heed an interrupt. A worker that gets no processor for so long is
/// ended, and rightly: so a test can say that workers stay only until then.
///
/// @param ended how many of the pool's workers had ended before
/// @param begin by `System.nanoTime()`
record Grace(Pool pool, int ended, long begin) {
  /// That of tasks which are about to be interrupted.
  static Grace of(Pool pool) {
    return new Grace(pool, Workers.ended(pool), System.nanoTime());
  }

  /// Waits until a task has heeded its interrupt, or the time for that is over.
  void await(Event heeded) {
    while (!heeded.isSet() && Workers.ended(pool) <= ended) {
      Thread.onSpinWait();
    }
    workersStay();
  }

  /// Fails if a worker was ended sooner.
  void workersStay() {
    if (Workers.ended(pool) > ended) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(seconds(1));
    }
  }
}
