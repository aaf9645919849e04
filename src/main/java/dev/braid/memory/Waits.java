package dev.braid.memory;

import dev.braid.os.OperatingSystem;
import dev.braid.os.OperatingSystem.Word;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How a thread sleeps until a word of shared memory changes.
///
/// Every sleep is a slice: afterwards the caller looks again at the word, at the life of whom it
/// waits for, and at its own interruption. A wake-up that was lost with its sender so costs one
/// slice, and a thread notices its interruption within one. A virtual thread sleeps without its
/// carrier.
final class Waits {
  /// Short enough to interrupt a cell, long enough to cost nothing (0.03 % of a core).
  static final Duration SLICE = Duration.ofMillis(20);

  private static final OperatingSystem OS = OperatingSystem.current();

  /// Where a test puts its own, in a process with kill points.
  private static volatile @Nullable Futex model;

  private Waits() {}

  /// What a test has instead of the system's sleep, to know who sleeps.
  interface Futex {
    /// Sleeps while the word is as it was seen.
    void await(Word word);

    /// Wakes up to `count` of those that sleep on the word.
    ///
    /// @return how many
    int wake(MemorySegment memory, long offset, int count);
  }

  /// Lets all sleep there from now on.
  static void model(Futex futex) {
    model = futex;
  }

  private static @Nullable Futex model() {
    return KillPoint.isOff() ? null : model;
  }

  /// Sleeps while the word is `expected`, for a slice at most.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  static void slice(MemorySegment memory, long offset, int expected, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleep(memory, offset, expected, deadline);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Sleeps while the word is `expected`, for a slice at most, whether or not the thread is
  /// interrupted.
  static void sliceUninterruptibly(
      MemorySegment memory, long offset, int expected, Deadline deadline) {
    // An interrupted thread can't be parked.
    boolean interrupted = Thread.interrupted();
    try {
      sleep(memory, offset, expected, deadline);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void sleep(MemorySegment memory, long offset, int expected, Deadline deadline) {
    Duration slice = deadline.remaining(SLICE);
    if (!slice.isPositive()) {
      return;
    }
    Futex futex = model();
    if (futex != null) {
      futex.await(new Word(memory, offset, expected));
    } else if (Thread.currentThread().isVirtual()) {
      WordWatch.current().sleep(new Word(memory, offset, expected), slice);
    } else {
      OS.await(memory, offset, expected, slice);
    }
  }

  /// Completes once the word is not `expected`; cancelling it ends the watch. A change that nobody
  /// wakes for is seen within a slice.
  static CompletableFuture<Void> whenChanged(MemorySegment memory, long offset, int expected) {
    return WordWatch.current().changed(new Word(memory, offset, expected));
  }

  /// A slice that no thread spends: completes when the word is no longer `expected`, when its
  /// sleepers were woken, or after a slice; to cancel it is to give up.
  static CompletableFuture<Void> changed(MemorySegment memory, long offset, int expected) {
    return WordWatch.current().woken(new Word(memory, offset, expected));
  }

  /// Wakes up to `count` of those that sleep on the word.
  ///
  /// @return how many
  static int wake(MemorySegment memory, long offset, int count) {
    Futex futex = model();
    return futex == null ? OS.wake(memory, offset, count) : futex.wake(memory, offset, count);
  }
}
