package dev.braid.memory;

import java.util.function.BooleanSupplier;

/// Waits for a moment without giving up the processor, as long as that has paid lately.
///
/// A wake-up on another core costs about 30 us, a turn here 24 ns: 1000 turns are the break-even.
/// The budget grows while spinning succeeds and shrinks while it doesn't, as in folly's
/// TurnSequencer. With a single processor it is always zero, for the partner can't run meanwhile.
final class Spin {
  private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 1000 : 0;
  private static final int LEAST = Math.min(MOST, 20);

  // Used by many threads without order: it is a hint, and every value of it is right.
  private int budget = MOST;

  /// True as soon as `done` says so; false when the budget is used up.
  boolean until(BooleanSupplier done) {
    int turns = budget;
    for (int i = 0; i < turns; i++) {
      if (done.getAsBoolean()) {
        budget = Math.min(MOST, turns + turns / 8 + 1);
        return true;
      }
      Thread.onSpinWait();
    }
    budget = Math.max(LEAST, turns - turns / 4);
    return false;
  }
}
