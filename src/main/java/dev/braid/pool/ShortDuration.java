package dev.braid.pool;

import java.time.Duration;
import java.util.Locale;

/// A time as people say it: `350 µs`, `1.2 ms`, `80 ms`, `3.2 s`, `12 s`, `1 min 5 s`, `2 h 5 min`,
/// `3 d 4 h`.
public final class ShortDuration {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final double NANOS = 1e9;

  private ShortDuration() {}

  /// Two or three digits of it, rounded.
  public static String of(Duration time) {
    double seconds = time.getSeconds() + time.getNano() / NANOS;
    long micros = Math.round(seconds * 1e6);
    // Each limit is that of the rounded number: 59.7 s is 1 min, not 60 s.
    if (micros == 0) {
      return "0 s";
    } else if (micros < 1000) {
      return micros + " µs";
    } else if (Math.round(seconds * 1e4) < 100) {
      return tenths(seconds * 1e3) + " ms";
    } else if (Math.round(seconds * 1e3) < 1000) {
      return Math.round(seconds * 1e3) + " ms";
    } else if (Math.round(seconds * 10) < 100) {
      return tenths(seconds) + " s";
    }
    return whole(Math.round(seconds));
  }

  private static String whole(long seconds) {
    if (seconds < MINUTE) {
      return seconds + " s";
    } else if (seconds < HOUR) {
      return pair(seconds / MINUTE, "min", seconds % MINUTE, "s");
    } else if (seconds < DAY) {
      return pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min");
    }
    return pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    String first = String.format(Locale.ROOT, "%,d %s", large, largeUnit);
    return small == 0 ? first : "%s %d %s".formatted(first, small, smallUnit);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
