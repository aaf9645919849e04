package dev.braid.memory;

import java.util.function.BooleanSupplier;

/// Waits for a moment without giving up the processor, as long as that has paid lately.
///
/// A wake-up on another core costs about 30 us, a turn here 24 ns: 1000 turns are the break-even.
/// The budget grows while spinning succeeds and shrinks while it doesn't, as in folly's
/// TurnSequencer. With a single processor it is always zero, for the partner can't run meanwhile.
///
/// It never shrinks below the time in which a partner that was asleep answers. Otherwise two who
/// answer each other could both sleep for ever, each because the other one has to be woken first:
/// then a round trip through a pipe took 5 to 84 us here, and 1 to 4 us with this.
final class Spin {
  private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 1000 : 0;
  private static final int ANSWER = 250;
  private static final int MOMENT = 20;

  // Used by many threads without order: it is a hint, and every value of it is right.
  private int budget = MOST;

  private final int least;

  /// For one who waits for an answer.
  Spin() {
    this(ANSWER);
  }

  private Spin(int least) {
    this.least = Math.min(MOST, least);
  }

  /// For one who waits for many at once: they need the processors.
  static Spin brief() {
    return new Spin(MOMENT);
  }

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
    budget = Math.max(least, turns - turns / 4);
    return false;
  }
}
