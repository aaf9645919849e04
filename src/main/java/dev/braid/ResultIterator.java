package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.Function;
import dev.braid.pool.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
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

  private final Dispatcher dispatcher;
  private final Iterator<?> input;
  private final Streaming job;
  private final int chunkSize;
  private int submitted;
  private int taken;
  private boolean sealed;

  /// What is to be thrown behind the last result.
  private @Nullable Throwable end;

  private ResultIterator(Dispatcher dispatcher, Iterator<?> input, Streaming job, int chunkSize) {
    this.dispatcher = dispatcher;
    this.input = input;
    this.job = job;
    this.chunkSize = chunkSize;
  }

  static <R extends @Nullable Object> ResultIterator<R> begin(
      Pool pool, Object function, Iterable<?> input, int chunkSize, boolean ordered) {
    int size = Submission.requireChunkSize(chunkSize);
    Dispatcher dispatcher = pool.dispatcher();
    Iterator<?> elements = input.iterator();
    OptionalLong total =
        input instanceof Collection<?> all ? OptionalLong.of(all.size()) : OptionalLong.empty();
    Function packed = Submission.function(dispatcher, Shape.ONE, function);
    Streaming job = new Streaming(packed, ordered, pool.reporter(total));
    Submission.begin(dispatcher, job);
    ResultIterator<R> results = new ResultIterator<>(dispatcher, elements, job, size);
    results.prefetch();
    return results;
  }

  /// Takes as much of the input as is to be ahead.
  private void prefetch() {
    long ahead = (long) CHUNKS_PER_WORKER * Math.min(dispatcher.size(), 1000) * chunkSize;
    while (!sealed && submitted - taken <= ahead - chunkSize) {
      List<@Nullable Object> chunk = new ArrayList<>();
      try {
        while (chunk.size() < chunkSize && input.hasNext()) {
          chunk.add(input.next());
        }
      } catch (RuntimeException | Error e) {
        end = e;
      }
      boolean isLast = end != null || chunk.size() < chunkSize;
      if (!chunk.isEmpty()) {
        submit(chunk);
      }
      if (isLast) {
        seal();
      }
    }
  }

  private void submit(List<?> chunk) {
    try {
      if (Submission.submit(dispatcher, job, submitted, chunk, false)) {
        submitted += chunk.size();
      } else {
        end =
            new IllegalStateException(
                "the pool was closed before imap had taken all of its input; take all results before close()");
        seal();
      }
    } catch (CopyException e) {
      // As with any task that fails: it throws in its place, and the iteration goes on.
      job.refused(submitted, chunk.size(), e);
      submitted += chunk.size();
    }
  }

  private void seal() {
    if (!sealed) {
      sealed = true;
      dispatcher.seal(job);
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
    try {
      if (!dispatcher.await(job::isReady, deadline)) {
        throw new ResultTimeoutException(
            "result %d isn't there yet; ask again, or wait longer".formatted(taken));
      }
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for result " + taken, e);
    }
    Ending<?> ending = job.take();
    taken++;
    prefetch();
    return (R) ending.get();
  }

  /// Ends the iteration: what hasn't begun is not done, and what runs is interrupted. Twice is
  /// fine.
  @Override
  public void close() {
    job.cancel(dispatcher);
    sealed = true;
    taken = submitted;
    end = null;
  }
}
