package dev.braid;

import dev.braid.pool.PoolInsights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Pool] is asked for where its workers are: by calls that a manager's clients can make,
/// too.
interface PoolDesk {
  /// Does the tasks, and waits until all have ended; an interruption cancels them.
  ///
  /// @return what they came to, in their order
  /// @throws CopyException if the function or an argument can't be copied
  /// @throws IllegalStateException if the pool is not running
  Ending<List<@Nullable Object>> run(Origin origin, Submission tasks) throws InterruptedException;

  /// Begins tasks that follow one by one.
  ///
  /// @param function of one argument
  /// @param total how many tasks there will be; below zero if nobody knows
  /// @param ordered true if results are taken in the order of the tasks
  TaskStream stream(Origin origin, Object function, long total, boolean ordered);

  /// As [Pool#close].
  void close();

  /// As [Pool#terminate].
  void terminate();

  /// Waits until all workers have ended.
  ///
  /// @throws IllegalStateException if the pool is running
  void join() throws InterruptedException;

  /// As [Pool#processes].
  int size();

  /// As [Pool#pids].
  List<Long> pids();

  /// As [Pool#insights].
  PoolInsights insights();
}
