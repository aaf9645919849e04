package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.SharedArena;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;

/// How many objects the session's arena has, as a test sees it.
final class ArenaCount {
  private static final int TIMES = 10_000;
  private static final Cleaner CLEANER = Cleaner.create();

  private ArenaCount() {}

  /// Makes and drops 10,000 objects, and waits until the arena has no more than before.
  static void assertStays(Runnable makeAndDrop) throws InterruptedException {
    collectAll();
    long before = SharedArena.current().count();
    repeat(makeAndDrop);
    // As often as the collector needs; a leak never ends, and so runs into the test's time limit.
    long left;
    do {
      collectAll();
      left = SharedArena.current().count();
    } while (left > before);
    assertThat(left).isLessThanOrEqualTo(before);
  }

  private static void repeat(Runnable makeAndDrop) {
    for (int i = 0; i < TIMES; i++) {
      makeAndDrop.run();
    }
  }

  @SuppressWarnings("SystemGc") // what it finds is what is tested
  static void collectAll() throws InterruptedException {
    CountDownLatch found = new CountDownLatch(1);
    dropOne(found);
    while (found.getCount() > 0) {
      System.gc();
      found.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    SharedArena.current().collect();
  }

  private static void dropOne(CountDownLatch found) {
    CLEANER.register(new Object(), found::countDown);
  }
}
