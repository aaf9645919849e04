package dev.braid;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.braid.memory.Deadline;
import dev.braid.memory.Output;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a [Pool] will have as the result of a task, or of the tasks of a map; Python's
/// `AsyncResult`.
///
/// It is ready when its callbacks have run. Unlike other futures it throws what the task threw, as
/// it is: an unchecked exception of another process has a [RemoteTrace] as its cause, a checked one
/// is the cause of a [TaskException]. Of several tasks that fail, the first in the order of the
/// input counts, when all have ended. Safe for use by many threads.
///
/// @param <R> of the result
public final class AsyncResult<R extends @Nullable Object> implements Future<R>, Waitable {
  private final Pool pool;
  private final Arrival<R> tasks;

  /// Completes when the callbacks have run, those that were added last, too.
  private volatile CompletableFuture<Ending<R>> last;

  private volatile boolean hasCallbacks;

  AsyncResult(Pool pool, Arrival<R> tasks) {
    this.pool = pool;
    this.tasks = tasks;
    this.last = tasks.ending();
  }

  /// Waits for the result, and until its callbacks have run.
  ///
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile; the task goes on
  /// @throws IllegalStateException in a callback, if callbacks of this result are yet to run: they
  ///   would wait for that one, and it for them
  @Override
  public R get() {
    return ending(Deadline.NONE).get();
  }

  /// Waits for the result, but no longer than `limit`.
  ///
  /// @throws ResultTimeoutException if it isn't ready then; it may still come
  public R get(Duration limit) {
    Ending<R> ending = endingOrNull(Deadline.in(limit));
    if (ending == null) {
      throw new ResultTimeoutException(
          "the result isn't ready after %s; wait longer, or end its tasks with timeout() or cancel()"
              .formatted(limit));
    }
    return ending.get();
  }

  /// As [#get(Duration)], with the exception that futures have for it.
  @Override
  public R get(long timeout, TimeUnit unit) throws TimeoutException {
    Ending<R> ending = endingOrNull(Deadline.in(Duration.ofNanos(unit.toNanos(timeout))));
    if (ending == null) {
      throw new TimeoutException("not ready after %d %s".formatted(timeout, unit));
    }
    return ending.get();
  }

  private Ending<R> ending(Deadline deadline) {
    Ending<R> ending = endingOrNull(deadline);
    if (ending == null) {
      throw new IllegalStateException("a wait without a limit has come to it");
    }
    return ending;
  }

  private @Nullable Ending<R> endingOrNull(Deadline deadline) {
    if (pool.isCallingBack() && hasCallbacks && !last.isDone()) {
      throw new IllegalStateException(
          "waiting in a callback for a result whose own callbacks run after it would never end;"
              + " use the value that the callback is given, or wait on another thread");
    }
    try {
      if (!tasks.await(deadline)) {
        return null;
      }
      Duration left = deadline.remaining(Duration.ofNanos(Long.MAX_VALUE));
      return last.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for " + this, e);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the result can't be known", e);
    }
  }

  /// Waits until it is ready, but no longer than `limit`; Python's `wait`.
  ///
  /// @return true if it is
  public boolean await(Duration limit) {
    return endingOrNull(Deadline.in(limit)) != null;
  }

  /// True if [#get] doesn't wait.
  @Override
  public boolean ready() {
    return last.isDone();
  }

  @Override
  public boolean isDone() {
    return ready();
  }

  /// True if no task has failed.
  ///
  /// @throws IllegalStateException before it is ready
  public boolean successful() {
    return known("successful").exception() == null;
  }

  private Ending<R> known(String question) {
    if (!ready()) {
      throw new IllegalStateException(
          "not ready: nobody can tell yet whether it is %s; await() it first".formatted(question));
    }
    return last.join();
  }

  /// Calls that with the value, if there is one, before it is ready; on a thread of the pool's,
  /// after the callbacks that were added before. What it throws takes the place of the value.
  ///
  /// @return this
  @CanIgnoreReturnValue
  public AsyncResult<R> onSuccess(Consumer<? super R> callback) {
    return callBack(ending -> {
      if (ending.exception() == null) {
        callback.accept(ending.get());
      }
    });
  }

  /// Calls that with what a task threw, if one did; otherwise as [#onSuccess].
  ///
  /// @return this
  @CanIgnoreReturnValue
  public AsyncResult<R> onError(Consumer<? super Throwable> callback) {
    return callBack(ending -> {
      if (ending.exception() != null) {
        callback.accept(ending.exception());
      }
    });
  }

  private synchronized AsyncResult<R> callBack(Consumer<Ending<R>> callback) {
    long cell = Output.cell();
    hasCallbacks = true;
    last =
        last.thenApplyAsync(
            ending -> {
              try {
                Output.inCell(cell, () -> callback.accept(ending));
                return ending;
              } catch (RuntimeException | Error e) {
                return new Ending<>(null, e);
              }
            },
            pool::callBack);
    return this;
  }

  /// Gives each task so much time, from now on for those that run. One that takes longer fails with
  /// a [TaskTimeoutException]; its worker is killed and replaced, and all other tasks go on. A
  /// thread can't be killed: it is interrupted and left alone, and another one takes its place.
  ///
  /// @return this
  @CanIgnoreReturnValue
  public AsyncResult<R> timeout(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException(
          "timeout is %s; give the tasks a time above zero".formatted(limit));
    }
    tasks.limit(limit);
    return this;
  }

  /// Lets none of its tasks begin any more, and interrupts those that run: they get an interrupt,
  /// whatever `mayInterrupt` says, and their results are dropped. One that still runs a second
  /// later is ended with its worker, as by [#timeout]: a loop that never heeds an interrupt would
  /// keep it.
  ///
  /// @return false if it has arrived already
  @Override
  public boolean cancel(boolean mayInterrupt) {
    return tasks.cancel();
  }

  @Override
  public boolean isCancelled() {
    return ready() && last.join().exception() instanceof CancellationException;
  }

  @Override
  public R resultNow() {
    Ending<R> ending = known("there");
    if (ending.exception() != null) {
      throw new IllegalStateException("the task failed", ending.exception());
    }
    return ending.get();
  }

  /// @throws IllegalStateException before it is ready, if no task failed, and if it was cancelled
  @Override
  public Throwable exceptionNow() {
    Throwable exception = known("failed").exception();
    if (exception == null) {
      throw new IllegalStateException("the task succeeded; resultNow() has its value");
    }
    if (exception instanceof CancellationException) {
      throw new IllegalStateException("the task was cancelled; state() tells", exception);
    }
    return exception;
  }

  @Override
  public State state() {
    if (!ready()) {
      return State.RUNNING;
    }
    if (isCancelled()) {
      return State.CANCELLED;
    }
    return last.join().exception() == null ? State.SUCCESS : State.FAILED;
  }

  /// A future of the JDK's for the same; to cancel it cancels nothing.
  public CompletableFuture<R> toCompletableFuture() {
    return last.thenCompose(ending ->
        ending.exception() == null
            ? CompletableFuture.completedFuture(ending.get())
            : CompletableFuture.failedFuture(ending.exception()));
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return last.copy();
  }

  @Override
  public String toString() {
    return "AsyncResult[%s]"
        .formatted(ready() ? state().toString().toLowerCase(Locale.ROOT) : "not ready");
  }
}
