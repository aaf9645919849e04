package dev.braid.memory;

import dev.braid.os.OperatingSystem;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// How a thread sleeps until a word of shared memory changes.
///
/// Every sleep is a slice: afterwards the caller looks again at the word, at the life of whom it
/// waits for, and at its own interruption. A wake-up that was lost with its sender so costs one
/// slice, and a thread notices its interruption within one.
final class Waits {
  /// Short enough to interrupt a cell, long enough to cost nothing (0.03 % of a core).
  private static final Duration SLICE = Duration.ofMillis(20);

  private static final OperatingSystem OS = OperatingSystem.current();

  private Waits() {}

  /// Sleeps while the word is `expected`, for a slice at most.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  static void slice(MemorySegment memory, long offset, int expected, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sliceUninterruptibly(memory, offset, expected, deadline);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Sleeps while the word is `expected`, for a slice at most, whether or not the thread is
  /// interrupted.
  static void sliceUninterruptibly(
      MemorySegment memory, long offset, int expected, Deadline deadline) {
    Duration slice = deadline.remaining(SLICE);
    if (slice.isPositive()) {
      OS.await(memory, offset, expected, slice);
    }
  }

  /// Completes when the word is no longer `expected`, or its sleepers were woken; to cancel it is
  /// to give up.
  static CompletableFuture<Void> changed(MemorySegment memory, long offset, int expected) {
    CompletableFuture<Void> changed = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("braid-futex")
        .start(() -> {
          sliceUninterruptibly(memory, offset, expected, Deadline.NONE);
          changed.complete(null);
        });
    return changed;
  }

  /// Wakes up to `count` of those that sleep on the word.
  ///
  /// @return how many
  static int wake(MemorySegment memory, long offset, int count) {
    return OS.wake(memory, offset, count);
  }
}
