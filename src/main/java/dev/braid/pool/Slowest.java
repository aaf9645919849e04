package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.pool.PoolInsights.SlowTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The slowest tasks of a pool, as text.
final class Slowest {
  private static final int KEPT = 5;
  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(1);

  @GuardedBy("this")
  private final List<SlowTask> tasks = new ArrayList<>();

  // What takes less has no place. It only grows, so an old value does no harm.
  private volatile long limit = LEAST;

  /// True if a task that took so long is among the slowest.
  boolean takes(long nanos) {
    return nanos >= limit;
  }

  /// Takes a task if it is among the slowest; only then are its arguments looked at.
  void offer(long nanos, String worker, @Nullable Object... arguments) {
    if (takes(nanos)) {
      // Outside of the lock: it runs code of the user.
      enter(new SlowTask(Duration.ofNanos(nanos), ArgumentText.of(arguments), worker));
    }
  }

  private synchronized void enter(SlowTask task) {
    tasks.add(task);
    tasks.sort(Comparator.comparing(SlowTask::time).reversed());
    if (tasks.size() > KEPT) {
      tasks.removeLast();
    }
    if (tasks.size() == KEPT) {
      // One more nanosecond: of equals the first stays.
      limit = tasks.getLast().time().toNanos() + 1;
    }
  }

  synchronized List<SlowTask> tasks() {
    return List.copyOf(tasks);
  }
}
