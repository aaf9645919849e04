package dev.braid.pool;

import dev.braid.pool.Trouble.Died;
import dev.braid.pool.Trouble.TookTooLong;
import dev.braid.pool.Worker.Running;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Ends tasks that take longer than their jobs allow, together with their workers.
final class TimeLimits {
  private final ReentrantLock lock;

  /// Those that are ended together with the tasks that they were running.
  private final Set<Worker> condemned = new HashSet<>();

  /// @param lock of the dispatcher
  TimeLimits(ReentrantLock lock) {
    this.lock = lock;
  }

  /// That worker has been given that batch.
  void watch(Worker worker, Batch batch) {
    Duration limit = batch.job().limit();
    if (limit != null) {
      later(limit, worker, batch);
    }
  }

  private void later(Duration delay, Worker worker, Batch batch) {
    // Its worker has it while it matters; its arguments and results are not kept for so long.
    WeakReference<Batch> watched = new WeakReference<>(batch);
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> look(worker, watched.get()));
  }

  /// Ends the batch's present task if its time is over, else looks again when it can be.
  private void look(Worker worker, @Nullable Batch batch) {
    lock.lock();
    try {
      Duration limit = batch == null ? null : batch.job().limit();
      if (batch == null || limit == null || !worker.held().contains(batch)) {
        return;
      }
      Optional<Running> running = worker.running().filter(seen -> seen.batch().equals(batch));
      Duration left = running.map(seen -> limit.minus(seen.since())).orElse(limit);
      if (left.isPositive()) {
        later(left, worker, batch);
      } else if (worker.condemn(running.orElseThrow())) {
        condemned.add(worker);
        worker.kill();
      } else {
        later(limit, worker, batch);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Why a task has no result that a worker was running when it ended.
  Trouble trouble(Worker worker, Job job, Departure departure) {
    Duration limit = job.limit();
    return condemned.contains(worker) && limit != null
        ? new TookTooLong(limit, "%s (pid %d)".formatted(departure.name(), departure.pid()))
        : new Died(departure);
  }

  /// That worker has ended, and all is said of it.
  void forget(Worker worker) {
    condemned.remove(worker);
  }
}
