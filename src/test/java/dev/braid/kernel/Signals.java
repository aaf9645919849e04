package dev.braid.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// How a cell tells its test that it is where it should be interrupted; cells call it by name.
public final class Signals {
  private static volatile CountDownLatch running = new CountDownLatch(1);

  private static volatile CompletableFuture<Thread> thread = new CompletableFuture<>();

  private Signals() {}

  static CountDownLatch expect() {
    CountDownLatch expected = new CountDownLatch(1);
    running = expected;
    return expected;
  }

  static CompletableFuture<Thread> expectThread() {
    CompletableFuture<Thread> expected = new CompletableFuture<>();
    thread = expected;
    return expected;
  }

  /// Called by a cell to say on which thread it runs.
  public static void thread() {
    thread.complete(Thread.currentThread());
  }

  /// Called by a cell that is about to loop or to block.
  public static void running() {
    running.countDown();
  }
}
