package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Serializable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every kind of worker that a pool can have.
enum Workers {
  PROCESSES,
  THREADS,
  VIRTUAL_THREADS,
  /// Processes of a manager, which all of these pools share until [#closeManager].
  MANAGED;

  @GuardedBy("Workers.class")
  private static @Nullable Manager manager;

  /// More to say about a pool, wherever it is made.
  interface Tuning extends Serializable {
    PoolBuilder of(PoolBuilder builder);
  }

  /// Those of this process itself.
  static Stream<Workers> own() {
    return Stream.of(PROCESSES, THREADS, VIRTUAL_THREADS);
  }

  /// A pool of so many of them; of as many as there are tasks, if they are virtual threads.
  PoolBuilder builder(int count) {
    return switch (this) {
      case PROCESSES, MANAGED -> Pool.builder().processes(count);
      case THREADS -> Pool.builder().threads(count);
      case VIRTUAL_THREADS -> Pool.builder().virtualThreads();
    };
  }

  Pool open(int count) {
    return open(count, builder -> builder);
  }

  Pool open(int count, Tuning tuning) {
    return this == MANAGED
        ? manager().create(Pool.class, () -> tuning.of(MANAGED.builder(count)).open())
        : tuning.of(builder(count)).open();
  }

  boolean areProcesses() {
    return this == PROCESSES || this == MANAGED;
  }

  private static synchronized Manager manager() {
    Manager open = manager == null ? new Manager() : manager;
    manager = open;
    return open;
  }

  /// Ends what the pools have shared.
  static synchronized void closeManager() {
    if (manager != null) {
      manager.close();
      manager = null;
    }
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
