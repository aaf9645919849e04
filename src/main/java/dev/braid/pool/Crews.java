package dev.braid.pool;

import org.jspecify.annotations.Nullable;

/// Makes pools of all kinds of workers.
///
/// @param workers at most
/// @param batches that a worker does before another one takes its place; 0 for any number
/// @param initializer to be run by each worker before its first task; null for none
/// @param caller who calls the functions of users
public record Crews(int workers, int batches, @Nullable Object initializer, Caller caller) {
  /// What workers are.
  public enum Kind {
    /// Child JVMs.
    PROCESSES,
    /// Threads of the operating system.
    THREADS,
    /// Threads of the JVM, as many as there are tasks.
    VIRTUAL_THREADS
  }

  /// Starts worker processes.
  ///
  /// @throws HiringException if one can't be started; those that were are ended
  public Dispatcher processes(Recruit.Recruiter recruiter) throws HiringException {
    Size size = new Size(workers, true, batches);
    Dispatcher dispatcher = new ProcessCrew(recruiter, initializer, size).dispatcher();
    dispatcher.start();
    return dispatcher;
  }

  /// Starts worker threads; virtual ones when there is work for them.
  ///
  /// @throws HiringException if one can't be started; those that were are ended
  public Dispatcher threads(Kind kind) throws HiringException {
    boolean virtual = kind == Kind.VIRTUAL_THREADS;
    Size size = new Size(workers, !virtual, batches);
    Dispatcher dispatcher = new ThreadCrew(virtual, initializer, caller, size).dispatcher();
    dispatcher.start();
    return dispatcher;
  }
}
