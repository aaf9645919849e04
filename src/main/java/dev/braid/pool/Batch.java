package dev.braid.pool;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Consecutive tasks of a job, which are given to a worker at once and done in order.
///
/// `claimed` is guarded by the dispatcher's lock.
abstract class Batch {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Job job;
  private final long number = NUMBERS.incrementAndGet();
  private final int first;
  private final int count;
  private int claimed;

  /// @param first index of its first task in the job
  Batch(Job job, int first, int count) {
    this.job = job;
    this.first = first;
    this.count = count;
  }

  Job job() {
    return job;
  }

  /// By which worker and dispatcher speak of it; unique in this process, never 0.
  long number() {
    return number;
  }

  /// The index in the job of its task of that index.
  int indexInJob(int index) {
    return first + index;
  }

  int count() {
    return count;
  }

  /// How many of its tasks, from the first on, have their results or troubles.
  int claimed() {
    return claimed;
  }

  /// The tasks up to that index are settled from now on.
  void claimUpTo(int end) {
    claimed = Math.max(claimed, end);
  }

  boolean isDone() {
    return claimed == count;
  }

  /// The tasks from that index on, as a batch of their own.
  abstract Batch from(int index);

  /// What the task of that index gets, for people.
  @Nullable Object[] shown(int index) {
    return job().function().shape().isCall()
        ? new Object[0]
        : new @Nullable Object[] {argument(index)};
  }

  /// The argument of the task of that index.
  abstract @Nullable Object argument(int index);
}
