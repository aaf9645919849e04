package dev.braid;

/// Every kind of worker that a pool can have.
enum Workers {
  PROCESSES,
  THREADS,
  VIRTUAL_THREADS;

  /// A pool of so many of them; of as many as there are tasks, if they are virtual threads.
  PoolBuilder builder(int count) {
    return switch (this) {
      case PROCESSES -> Pool.builder().processes(count);
      case THREADS -> Pool.builder().threads(count);
      case VIRTUAL_THREADS -> Pool.builder().virtualThreads();
    };
  }

  Pool open(int count) {
    return builder(count).open();
  }

  boolean areProcesses() {
    return this == PROCESSES;
  }

  /// How many of a pool's workers have ended, or are about to; threads have no pids of their own
  /// that would tell.
  static int ended(Pool pool) {
    return pool.insights().workers().size() - pool.pids().size();
  }

  /// Ends a pool, and waits for the end.
  static void end(Pool pool) {
    pool.terminate();
    pool.join();
  }
}
