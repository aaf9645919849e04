package dev.braid.kernel;

import java.util.concurrent.CountDownLatch;

/// How a cell tells its test that it is where it should be interrupted; cells call it by name.
public final class Signals {
  private static volatile CountDownLatch running = new CountDownLatch(1);

  private Signals() {}

  static CountDownLatch expect() {
    CountDownLatch expected = new CountDownLatch(1);
    running = expected;
    return expected;
  }

  /// Called by a cell that is about to loop or to block.
  public static void running() {
    running.countDown();
  }
}
