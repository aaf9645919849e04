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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends tasks that take longer than their jobs allow, or that go on though nobody wants them any
/// more, together with their workers; and workers that don't get from one task to the next.
final class TimeLimits {
  /// So long a task may take to heed an interrupt: a loop that never asks would keep its worker for
  /// ever. And so long, at least, a worker may take between two tasks, where it does next to
  /// nothing: one that takes longer was stopped there, or waits for one that was.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ReentrantLock lock;

  /// Those that are ended together with the tasks that they were running.
  private final Set<Worker> condemned = new HashSet<>();

  /// Where a worker was seen between two tasks.
  ///
  /// @param since when it has been there, at least, by `System.nanoTime()`
  private record Stand(Object where, long since) {}

  /// @param lock of the dispatcher
  TimeLimits(ReentrantLock lock) {
    this.lock = lock;
  }

  /// That worker has been given that batch.
  void watch(Worker worker, Batch batch) {
    Duration limit = batch.job().limit();
    if (limit != null) {
      later(limit, worker, batch, held -> look(worker, held, null));
    }
  }

  /// That worker was interrupted, for nobody wants that batch any more.
  void interrupted(Worker worker, Batch batch) {
    Stand stand = stand(worker, null);
    later(GRACE, worker, batch, held -> end(worker, held, stand));
  }

  private void later(Duration delay, Worker worker, Batch batch, Consumer<Batch> whatIsDone) {
    // Its worker has it while it matters; its arguments and results are not kept for so long.
    WeakReference<Batch> watched = new WeakReference<>(batch);
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> {
          Batch held = watched.get();
          lock.lock();
          try {
            if (held != null && worker.held().contains(held)) {
              whatIsDone.accept(held);
            }
          } finally {
            lock.unlock();
          }
        });
  }

  /// Ends the batch's present task if its time is over, else looks again when it can be.
  ///
  /// @param last where the worker stood at the last look; null if it moved
  private void look(Worker worker, Batch batch, @Nullable Stand last) {
    Duration limit = batch.job().limit();
    if (limit == null) {
      return;
    }
    Optional<Running> running = present(worker, batch);
    if (running.isPresent()) {
      Duration left = limit.minus(running.get().since());
      if (left.isPositive()) {
        later(left, worker, batch, held -> look(worker, held, null));
      } else if (!condemn(worker, running.get())) {
        later(limit, worker, batch, held -> look(worker, held, null));
      }
      return;
    }
    Stand stand = stand(worker, last);
    if (!endIfStill(worker, stand, limit)) {
      later(limit, worker, batch, held -> look(worker, held, stand));
    }
  }

  /// Ends the batch's present task. If there is none, then the rest is skipped, or its worker
  /// doesn't get to that.
  private void end(Worker worker, Batch batch, @Nullable Stand last) {
    Optional<Running> running = present(worker, batch);
    Stand stand = stand(worker, last);
    boolean ended =
        running.isPresent()
            ? condemn(worker, running.get())
            : endIfStill(worker, stand, Duration.ZERO);
    if (!ended) {
      later(GRACE, worker, batch, held -> end(worker, held, stand));
    }
  }

  private static Optional<Running> present(Worker worker, Batch batch) {
    return worker.running().filter(seen -> seen.batch().equals(batch));
  }

  private static @Nullable Stand stand(Worker worker, @Nullable Stand last) {
    Object where = worker.standstill().orElse(null);
    if (where == null || (last != null && where.equals(last.where()))) {
      return where == null ? null : last;
    }
    return new Stand(where, System.nanoTime());
  }

  /// Ends a worker that hasn't moved between two tasks for so long. No task is condemned for that:
  /// what it has saved counts, and the rest of what it has is done by others.
  private static boolean endIfStill(Worker worker, @Nullable Stand stand, Duration limit) {
    long most = Math.max(limit.toNanos(), GRACE.toNanos());
    boolean ends = stand != null && System.nanoTime() - stand.since() >= most && worker.halt();
    if (ends) {
      worker.kill();
    }
    return ends;
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
