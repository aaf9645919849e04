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
import java.util.function.BiConsumer;

/// Ends tasks that take longer than their jobs allow, or that go on though nobody wants them any
/// more, together with their workers.
final class TimeLimits {
  /// So long a task may take to heed an interrupt. A loop that never asks would keep its worker for
  /// ever.
  private static final Duration GRACE = Duration.ofSeconds(1);

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
      later(limit, worker, batch, this::look);
    }
  }

  /// That worker was interrupted, for nobody wants that batch any more.
  void interrupted(Worker worker, Batch batch) {
    later(GRACE, worker, batch, this::end);
  }

  private void later(
      Duration delay, Worker worker, Batch batch, BiConsumer<Worker, Batch> whatIsDone) {
    // Its worker has it while it matters; its arguments and results are not kept for so long.
    WeakReference<Batch> watched = new WeakReference<>(batch);
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> {
          Batch held = watched.get();
          lock.lock();
          try {
            if (held != null && worker.held().contains(held)) {
              whatIsDone.accept(worker, held);
            }
          } finally {
            lock.unlock();
          }
        });
  }

  /// Ends the batch's present task if its time is over, else looks again when it can be.
  private void look(Worker worker, Batch batch) {
    Duration limit = batch.job().limit();
    if (limit != null) {
      Optional<Running> running = present(worker, batch);
      Duration left = running.map(seen -> limit.minus(seen.since())).orElse(limit);
      if (left.isPositive()) {
        later(left, worker, batch, this::look);
      } else if (!condemn(worker, running.orElseThrow())) {
        later(limit, worker, batch, this::look);
      }
    }
  }

  /// Ends the batch's present task. If there is none, then the rest is skipped.
  private void end(Worker worker, Batch batch) {
    boolean _ = present(worker, batch).filter(running -> condemn(worker, running)).isPresent();
  }

  private static Optional<Running> present(Worker worker, Batch batch) {
    return worker.running().filter(seen -> seen.batch().equals(batch));
  }

  private boolean condemn(Worker worker, Running running) {
    boolean runs = worker.condemn(running);
    if (runs) {
      condemned.add(worker);
      worker.kill();
    }
    return runs;
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
