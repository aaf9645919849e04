package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/// How often this process has each block, in one sense of having.
///
/// Its bit in the block's set is set with the first time and cleared with the last.
final class Holds {
  private final SlotBits bits;
  private final int slot;

  @GuardedBy("this")
  private final Map<Long, Integer> counts = new HashMap<>();

  @GuardedBy("this")
  private long removals;

  Holds(SlotBits bits, int slot) {
    this.bits = bits;
    this.slot = slot;
  }

  /// Once more; only while the block is safe from the collector.
  synchronized void add(long block) {
    if (counts.merge(block, 1, Integer::sum) == 1) {
      bits.set(block, slot);
    }
  }

  /// Once less.
  ///
  /// @return true if it was the last time
  synchronized boolean remove(long block) {
    Integer left = counts.computeIfPresent(block, (_, count) -> count == 1 ? null : count - 1);
    if (left == null) {
      bits.clear(block, slot);
    }
    removals++;
    notifyAll();
    return left == null;
  }

  /// How many times something was had once less.
  synchronized long removals() {
    return removals;
  }

  /// Waits until that count is another one.
  ///
  /// @return false if it wasn't up to the deadline
  synchronized boolean awaitRemoval(long seen, Deadline deadline) throws InterruptedException {
    while (removals == seen) {
      long left = deadline.remaining(java.time.Duration.ofSeconds(1)).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
