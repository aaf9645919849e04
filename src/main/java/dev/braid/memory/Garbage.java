package dev.braid.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Views of blocks that nothing in this process refers to any more, but which are still held: until
/// the garbage collector finds them, and a thread of the JDK lets go of them.
public final class Garbage {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLEANING = Duration.ofSeconds(1);
  private static final long ROUND_MILLIS = 20;

  private Garbage() {}

  /// Lets go of all that is garbage now, and frees what nobody holds then; takes some hundredths of
  /// a second. An interruption ends it early, and stays for later.
  public static void collect(SharedArena arena) {
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      long before;
      do {
        before = arena.count();
        findAll(deadline);
        arena.views().awaitEnds(deadline);
        arena.collect();
        // What was freed may have kept others.
      } while (arena.count() != before && !deadline.isOver());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What needs blocks, and does nothing without them.
  interface Maker<T, X extends Exception> {
    /// Makes it.
    ///
    /// @throws ArenaFullException if there is no memory
    T make() throws X;
  }

  /// Makes something that needs blocks. Where there is no memory for them, much may be held by
  /// garbage: that is found, and it is tried again, until there is none. Takes a second then, so
  /// the caller has no lock of shared memory.
  ///
  /// @throws ArenaFullException if there is no memory all the same
  static <T, X extends Exception> T making(SharedArena arena, Maker<T, X> maker) throws X {
    while (true) {
      long seen = arena.holds().removals();
      try {
        return maker.make();
      } catch (ArenaFullException e) {
        if (!anyFound(arena.holds(), seen)) {
          throw e;
        }
      }
    }
  }

  @SuppressWarnings("SystemGc") // as the JDK does before it refuses direct memory
  private static boolean anyFound(Holds holds, long seen) {
    System.gc();
    try {
      return holds.awaitRemoval(seen, Deadline.in(CLEANING));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits until something has been let go of that became garbage just now.
  @SuppressWarnings("SystemGc") // as the JDK does before it refuses direct memory
  private static void findAll(Deadline deadline) throws InterruptedException {
    CountDownLatch found = new CountDownLatch(1);
    drop(found);
    boolean isFound = false;
    while (!isFound && !deadline.isOver()) {
      System.gc();
      isFound = found.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  // A method of its own, so that nothing refers to it afterwards.
  @SuppressWarnings("restricted") // nobody reads or writes there
  private static void drop(CountDownLatch found) {
    var _ = MemorySegment.NULL.reinterpret(Arena.ofAuto(), _ -> found.countDown());
  }
}
