package dev.braid.pool;

import java.util.concurrent.CompletableFuture;

/// A worker process from its parent's side.
public interface Recruit {
  /// Its name, such as `PoolWorker-1`.
  String name();

  /// Its number in the process table.
  long pid();

  /// Interrupts the task that it is doing, if that is marked.
  void interrupt();

  /// Ends it at once.
  void kill();

  /// Completes with its exit code when it has ended.
  CompletableFuture<Integer> ended();

  /// Takes it out of the process table; it has ended.
  void reap();

  /// Starts worker processes.
  @FunctionalInterface
  interface Recruiter {
    /// Starts one, which is to run a [TaskLoop].
    ///
    /// @throws HiringException if it can't be started
    Recruit start(Lane.Address lane, dev.braid.memory.BlockName initializer) throws HiringException;
  }
}
