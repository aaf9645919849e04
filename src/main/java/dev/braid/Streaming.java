package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.Function;
import dev.braid.pool.Job;
import dev.braid.pool.ProgressReporter;
import dev.braid.pool.Trouble;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Tasks whose results are taken one by one, while others are still to be submitted.
final class Streaming extends Job {
  private final boolean ordered;
  private final ProgressReporter reporter;

  @GuardedBy("this")
  private final Map<Integer, Ending<?>> byIndex = new HashMap<>();

  @GuardedBy("this")
  private final Queue<Ending<?>> asTheyCome = new ArrayDeque<>();

  @GuardedBy("this")
  private int next;

  /// @param ordered true if results are taken in the order of the tasks
  Streaming(Function function, boolean ordered, ProgressReporter reporter) {
    super(function);
    this.ordered = ordered;
    this.reporter = reporter;
  }

  @Override
  protected boolean isLazy() {
    return true;
  }

  @Override
  protected void value(int index, @Nullable Object value) {
    add(index, new Ending<>(value, null));
  }

  @Override
  protected void failed(int index, Trouble trouble) {
    add(index, new Ending<>(null, Troubles.exception(trouble)));
  }

  /// Tasks that couldn't be submitted.
  void refused(int first, int count, RuntimeException why) {
    for (int i = 0; i < count; i++) {
      add(first + i, new Ending<>(null, why));
    }
  }

  private synchronized void add(int index, Ending<?> ending) {
    if (ordered) {
      byIndex.put(index, ending);
    } else {
      asTheyCome.add(ending);
    }
  }

  /// True if there is a result to take.
  synchronized boolean isReady() {
    return ordered ? byIndex.containsKey(next) : !asTheyCome.isEmpty();
  }

  /// The next result, which is ready.
  synchronized Ending<?> take() {
    return Objects.requireNonNull(ordered ? byIndex.remove(next++) : asTheyCome.poll());
  }

  @Override
  protected void progressed(String worker, int count, int failures) {
    reporter.done(worker, count, failures);
  }

  @Override
  protected void finished() {
    reporter.close();
  }

  void cancel(Dispatcher dispatcher) {
    dispatcher.breakOff(this, new Trouble.Cancelled());
    dispatcher.seal(this);
    reporter.close();
  }
}
