package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.Function;
import dev.braid.pool.Job;
import dev.braid.pool.ProgressReporter;
import dev.braid.pool.Trouble;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Tasks whose results are wanted all at once.
final class Gathering<R extends @Nullable Object> extends Job {
  private final @Nullable Object[] values;
  private final Whole<R> whole;
  private final ProgressReporter reporter;
  private final CompletableFuture<Ending<R>> ending = new CompletableFuture<>();

  @GuardedBy("this")
  private int firstFailed = Integer.MAX_VALUE;

  @GuardedBy("this")
  private @Nullable Trouble trouble;

  /// The result of all, made of the results of each.
  @FunctionalInterface
  interface Whole<R extends @Nullable Object> {
    R of(List<@Nullable Object> values);
  }

  /// @param size how many tasks there will be
  Gathering(Function function, int size, Whole<R> whole, ProgressReporter reporter) {
    super(function);
    this.values = new @Nullable Object[size];
    this.whole = whole;
    this.reporter = reporter;
  }

  /// Completes when all have ended, or were cancelled.
  CompletableFuture<Ending<R>> ending() {
    return ending;
  }

  @Override
  protected void value(int index, @Nullable Object value) {
    // Seen by finished(): each task is counted after it, under the job's lock.
    values[index] = value;
  }

  @Override
  protected synchronized void failed(int index, Trouble why) {
    if (index < firstFailed) {
      firstFailed = index;
      trouble = why;
    }
  }

  @Override
  protected void progressed(String worker, int count, int failures) {
    reporter.done(worker, count, failures);
  }

  @Override
  protected void finished() {
    reporter.close();
    Trouble why;
    synchronized (this) {
      why = trouble;
    }
    boolean _ =
        ending.complete(
            why == null
                ? new Ending<>(whole.of(Arrays.asList(values)), null)
                : new Ending<>(null, Troubles.exception(why)));
  }

  /// Its owner wants it no more.
  ///
  /// @return false if it has ended already
  boolean cancel(Dispatcher dispatcher) {
    Trouble why = new Trouble.Cancelled();
    boolean cancelled = ending.complete(new Ending<>(null, Troubles.exception(why)));
    if (cancelled) {
      reporter.close();
      dispatcher.breakOff(this, why);
    }
    return cancelled;
  }
}
