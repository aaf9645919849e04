package dev.braid.memory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The instant up to which somebody is willing to wait; computed once, however often he waits.
///
/// @param at in `System.nanoTime()`; meaningless without a limit
/// @param limited false for one who waits as long as it takes
public record Deadline(long at, boolean limited) {
  /// Never comes.
  public static final Deadline NONE = new Deadline(0, false);

  /// So far from now; at once if `limit` is zero or negative.
  public static Deadline in(Duration limit) {
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    // A limit of more than a century can't be added to the clock, and need not be.
    return nanos > Long.MAX_VALUE / 2
        ? NONE
        : new Deadline(System.nanoTime() + Math.max(0, nanos), true);
  }

  /// True if it has come.
  public boolean isOver() {
    return limited && System.nanoTime() - at >= 0;
  }

  /// What is left of it, but no more than `most`; zero or less once it is over.
  public Duration remaining(Duration most) {
    if (!limited) {
      return most;
    }
    long left = at - System.nanoTime();
    return left < most.toNanos() ? Duration.ofNanos(left) : most;
  }
}
