package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

/// A worker that is busy while the other one of its pool dies; whoever closes it checks that it
/// lives, and has lost nothing.
///
/// @param pool of two
/// @param go lets its task end
/// @param pid the task's result
record Neighbour(Pool pool, Event go, AsyncResult<Long> pid) implements AutoCloseable {
  /// One that is busy from now on.
  static Neighbour of(Pool pool) {
    Event begun = new Event();
    Event go = new Event();
    AsyncResult<Long> pid =
        pool.applyAsync(() -> {
          begun.set();
          go.await();
          return Multiprocessing.getpid();
        });
    begun.await();
    return new Neighbour(pool, go, pid);
  }

  @Override
  public void close() {
    go.set();
    assertThat(pool.pids()).contains(pid.get());
  }
}
