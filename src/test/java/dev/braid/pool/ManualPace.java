package dev.braid.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Time that goes on when a test says so; what is due then runs on the test's thread.
final class ManualPace implements Pace {
  private record Due(long at, FutureTask<?> action) {}

  private final List<Due> waiting = new ArrayList<>();
  private long now;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    FutureTask<?> task = new FutureTask<>(action, null);
    waiting.add(new Due(now + delay.toNanos(), task));
    if (delay.isZero()) {
      advance(Duration.ZERO);
    }
    return task;
  }

  void advance(Duration time) {
    long until = now + time.toNanos();
    for (Optional<Due> due = next(until); due.isPresent(); due = next(until)) {
      now = due.get().at();
      waiting.remove(due.get());
      due.get().action().run();
    }
    now = until;
  }

  private Optional<Due> next(long until) {
    waiting.removeIf(each -> each.action().isCancelled());
    return waiting.stream()
        .filter(each -> each.at() <= until)
        .min(Comparator.comparingLong(Due::at));
  }

  /// How many things will still be done.
  int waiting() {
    waiting.removeIf(each -> each.action().isCancelled());
    return waiting.size();
  }
}
