package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.SharedArena;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;

/// What is in the session's arena, as a test sees it.
///
/// @param blocks how many are in use
/// @param bytes that they take
record ArenaCount(long blocks, long bytes) {
  private static final int TIMES = 10_000;

  /// What is dropped is found after so many at the latest: the memory of all at once would be much.
  private static final int AT_ONCE = 1000;

  private static final Cleaner CLEANER = Cleaner.create();

  /// Makes and drops 10,000 objects, and waits until the arena has no more than before.
  static void assertStays(Runnable makeAndDrop) throws InterruptedException {
    makeAndDrop.run(); // what the first one leaves for all others isn't what is looked for
    ArenaCount before = settled();
    for (int i = 0; i < TIMES; i += AT_ONCE) {
      repeat(makeAndDrop);
      collectAll();
    }
    before.awaitAgain();
  }

  private static void repeat(Runnable makeAndDrop) {
    for (int i = 0; i < AT_ONCE; i++) {
      makeAndDrop.run();
    }
  }

  /// What is in the arena now, without what is garbage.
  static ArenaCount settled() throws InterruptedException {
    ArenaCount before;
    ArenaCount now = now();
    do {
      before = now;
      collectAll();
      now = now();
    } while (now.blocks < before.blocks);
    return now;
  }

  private static ArenaCount now() {
    SharedArena arena = SharedArena.current();
    return new ArenaCount(arena.count(), arena.used());
  }

  /// Waits until the arena has no more than this; what stays for ever runs into the test's limit.
  void awaitAgain() throws InterruptedException {
    ArenaCount left;
    do {
      collectAll();
      left = now();
    } while (left.blocks > blocks || left.bytes > bytes);
    assertThat(left.blocks).isLessThanOrEqualTo(blocks);
    assertThat(left.bytes).isLessThanOrEqualTo(bytes);
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
