package dev.braid;

import dev.braid.memory.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Tasks under way, whose results arrive all at once.
interface Arrival<R extends @Nullable Object> {
  /// Completes when they have ended, or were cancelled.
  CompletableFuture<Ending<R>> ending();

  /// Waits until they have.
  ///
  /// @return false if they hadn't up to the deadline
  boolean await(Deadline deadline) throws InterruptedException;

  /// Gives each task so much time.
  void limit(Duration limit);

  /// Lets none begin any more, and interrupts those that run.
  ///
  /// @return false if they had ended already
  boolean cancel();

  /// Where such tasks are submitted.
  interface Source {
    /// Submits tasks.
    ///
    /// @param whole makes the result of their results, here
    /// @throws CopyException if the function or an argument can't be copied
    /// @throws IllegalStateException if the pool is not running
    <R extends @Nullable Object> Arrival<R> submit(
        Origin origin, Submission tasks, Gathering.Whole<R> whole);
  }
}
