package dev.braid;

import dev.braid.memory.Deadline;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The results of an [Pool#imap], one after the other; Python's `IMapIterator`.
///
/// A task that fails throws in its place, and the iteration goes on behind it. What the input
/// throws comes after the results of the elements before, and ends the iteration. If the pool is
/// closed before all of the input was taken, [#next] says so after the results that there are.
///
/// Close it if you stop before its end: what it has ahead is then not done in vain. For one thread.
///
/// @param <R> of a result
public final class ResultIterator<R extends @Nullable Object>
    implements Iterator<R>, AutoCloseable {
  /// So many chunks for each worker are on their way.
  private static final int CHUNKS_PER_WORKER = 4;

  /// Virtual threads are without number.
  private static final int MOST_WORKERS = 1000;

  /// Kept while there are results to come: a manager ends a pool that nobody has.
  private final Pool pool;

  private final Iterator<?> input;
  private final TaskStream tasks;
  private final int chunkSize;

  /// So many tasks may be submitted before their results are taken.
  private final long ahead;

  /// What is taken from the input and not submitted, as far as anybody knows.
  private List<@Nullable Object> chunk = new ArrayList<>();

  private int submitted;
  private int taken;
  private boolean sealed;

  /// What is to be thrown behind the last result.
  private @Nullable Throwable end;

  private ResultIterator(
      Pool pool, Iterator<?> input, TaskStream tasks, int chunkSize, int workers) {
    this.pool = pool;
    this.input = input;
    this.tasks = tasks;
    this.chunkSize = chunkSize;
    this.ahead = (long) CHUNKS_PER_WORKER * Math.min(workers, MOST_WORKERS) * chunkSize;
  }

  static <R extends @Nullable Object> ResultIterator<R> begin(
      Pool pool, Object function, Iterable<?> input, int chunkSize, boolean ordered) {
    int size = Submission.requireChunkSize(chunkSize);
    int workers = pool.processes();
    Iterator<?> elements = input.iterator();
    long total = input instanceof Collection<?> all ? all.size() : -1;
    TaskStream tasks = pool.desk().stream(pool.origin(), function, total, ordered);
    ResultIterator<R> results = new ResultIterator<>(pool, elements, tasks, size, workers);
    results.prefetch();
    return results;
  }

  /// Takes as much of the input as is to be ahead. One that is interrupted, or lost, goes on where
  /// it was.
  private void prefetch() {
    while (!sealed && submitted - taken <= ahead - chunkSize) {
      boolean isLast = !fill();
      if (!chunk.isEmpty()) {
        submit();
      }
      if (isLast) {
        seal();
      }
    }
  }

  /// Takes a chunk.
  ///
  /// @return false if it is the last one
  private boolean fill() {
    try {
      while (end == null && chunk.size() < chunkSize && input.hasNext()) {
        chunk.add(input.next());
      }
    } catch (RuntimeException | Error e) {
      end = e;
    }
    return end == null && chunk.size() == chunkSize;
  }

  private void submit() {
    try {
      if (!tasks.submit(submitted, chunk)) {
        end =
            new IllegalStateException(
                "the pool was closed before imap had taken all of its input; take all results before close()");
        chunk = new ArrayList<>();
        seal();
      }
    } catch (CopyException e) {
      // As with any task that fails: it throws in its place, and the iteration goes on.
      tasks.refuse(submitted, chunk.size(), e);
    }
    submitted += chunk.size();
    chunk = new ArrayList<>();
  }

  private void seal() {
    if (!sealed) {
      tasks.seal();
      sealed = true;
    }
  }

  /// True if [#next] has a result, or something to throw; may take elements from the input, but
  /// doesn't wait for a result.
  @Override
  public boolean hasNext() {
    prefetch();
    return taken < submitted || end != null;
  }

  /// Waits for the next result.
  ///
  /// @throws NoSuchElementException if there are no more
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile; the result is there
  ///   for the next call
  @Override
  public R next() {
    R result = next(Deadline.NONE);
    return result;
  }

  /// Waits for the next result, but no longer than `limit`.
  ///
  /// @throws ResultTimeoutException if it isn't there then; it is for a later call
  public R next(Duration limit) {
    return next(Deadline.in(limit));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the function returned was an R
  private R next(Deadline deadline) {
    if (!hasNext()) {
      throw new NoSuchElementException("all results have been taken");
    }
    if (taken == submitted) {
      Throwable thrown = end;
      end = null;
      throw Troubles.rethrow(thrown == null ? new NoSuchElementException() : thrown);
    }
    Ending<?> ending;
    try {
      ending = tasks.take(deadline.remaining(Duration.ofNanos(Long.MAX_VALUE)));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for result " + taken, e);
    } finally {
      Reference.reachabilityFence(pool);
    }
    if (ending == null) {
      throw new ResultTimeoutException(
          "result %d isn't there yet; ask again, or wait longer".formatted(taken));
    }
    taken++;
    try {
      prefetch();
    } catch (InterruptedWaitException e) {
      // The interruption stays for the next wait; this result is there.
    }
    return (R) ending.get();
  }

  /// Ends the iteration: what hasn't begun is not done, and what runs is interrupted. Twice is
  /// fine.
  @Override
  public void close() {
    Uninterrupted.run(tasks::cancel);
    sealed = true;
    taken = submitted;
    end = null;
  }
}
