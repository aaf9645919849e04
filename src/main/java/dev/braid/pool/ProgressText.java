package dev.braid.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Progress in words, on one line.
public final class ProgressText {
  private static final int LABEL = 40;
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private ProgressText() {}

  /// While the job runs: `squares: 412 of 1,000 (41 %), 129/s, 4.6 s left, 2 failed`.
  public static String running(Progress progress) {
    List<String> parts = new ArrayList<>();
    parts.add(
        progress.total().isPresent()
            ? "%s (%s)".formatted(counts(progress), percent(progress))
            : "%s in %s".formatted(counts(progress), ShortDuration.of(progress.elapsed())));
    addRate(progress, parts);
    progress.left().map(ShortDuration::of).ifPresent(left -> parts.add(left + " left"));
    return sentence(progress, parts);
  }

  /// When it has ended: `squares: 1,000 of 1,000 in 3.2 s, 310/s, 2 failed`.
  public static String ended(Progress progress) {
    List<String> parts = new ArrayList<>();
    boolean early = progress.total().orElse(progress.done()) > progress.done();
    parts.add(
        "%s%s %s %s"
            .formatted(
                early ? "stopped at " : "",
                counts(progress),
                early ? "after" : "in",
                ShortDuration.of(progress.elapsed())));
    addRate(progress, parts);
    return sentence(progress, parts);
  }

  private static void addRate(Progress progress, List<String> parts) {
    if (progress.rate() > 0) {
      parts.add(rate(progress.rate()));
    }
  }

  private static String sentence(Progress progress, List<String> parts) {
    if (progress.failures() > 0) {
      parts.add(number(progress.failures()) + " failed");
    }
    String label = Excerpt.of(progress.label(), LABEL);
    return (label.isBlank() ? "" : label + ": ") + String.join(", ", parts);
  }

  private static String counts(Progress progress) {
    return progress.total().isPresent()
        ? "%s of %s".formatted(number(progress.done()), number(progress.total().getAsLong()))
        : number(progress.done()) + " done";
  }

  private static String percent(Progress progress) {
    // Rounded down: 100 % is for the end.
    return (int) (progress.fraction().orElse(0) * 100) + " %";
  }

  /// Per second, minute or hour, whichever has no zeros at its beginning.
  private static String rate(double perSecond) {
    if (perSecond >= 1) {
      return rate(perSecond, "/s");
    } else if (perSecond * MINUTE >= 1) {
      return rate(perSecond * MINUTE, "/min");
    }
    return rate(perSecond * HOUR, "/h");
  }

  private static String rate(double number, String unit) {
    return String.format(Locale.ROOT, number < 9.95 ? "%.1f%s" : "%,.0f%s", number, unit);
  }

  /// A number with commas between its thousands.
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
