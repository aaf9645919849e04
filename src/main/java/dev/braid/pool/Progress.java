package dev.braid.pool;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How far a job is, at one moment.
///
/// @param label what the job is called; empty if it has no name
/// @param done tasks that have ended, those that failed too
/// @param total tasks that there are; empty if nobody knows
/// @param failures tasks that have failed
/// @param elapsed since the job began
/// @param doneByWorker the part of each worker that has done any, in the order of their names
public record Progress(
    String label,
    long done,
    OptionalLong total,
    long failures,
    Duration elapsed,
    Map<String, Long> doneByWorker) {

  // Worker-2 before Worker-10.
  private static final Comparator<String> BY_NAME =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final double NANOS = 1e9;
  // Whatever is further away than a century is as good as never.
  private static final double LONGEST_SECONDS = 100 * 365.25 * 24 * 3600;

  /// @throws IllegalArgumentException if the numbers can't belong to one job
  public Progress {
    if (failures < 0 || done < failures || done > total.orElse(done)) {
      throw new IllegalArgumentException(
          "%d failed of %d done of %s; give 0 <= failures <= done <= total"
              .formatted(failures, done, total.isPresent() ? total.getAsLong() : "unknown"));
    }
    if (elapsed.isNegative()) {
      throw new IllegalArgumentException(
          "%s have elapsed; give the time since the job began".formatted(elapsed));
    }
    Map<String, Long> sorted = new TreeMap<>(BY_NAME);
    sorted.putAll(doneByWorker);
    doneByWorker = Collections.unmodifiableMap(sorted);
  }

  /// Tasks per second, on average since the job began; 0 at its beginning.
  public double rate() {
    return elapsed.isZero() ? 0 : done / seconds();
  }

  /// From 0 to 1; empty if the total is unknown. A job without tasks is complete.
  public OptionalDouble fraction() {
    if (total.isEmpty()) {
      return OptionalDouble.empty();
    }
    long all = total.getAsLong();
    return OptionalDouble.of(all == 0 ? 1 : (double) done / all);
  }

  /// How long the rest takes if it goes on as on average so far; empty while nothing shows that.
  public Optional<Duration> left() {
    if (total.isEmpty()) {
      return Optional.empty();
    }
    long rest = total.getAsLong() - done;
    if (rest == 0) {
      return Optional.of(Duration.ZERO);
    }
    if (done == 0) {
      return Optional.empty();
    }
    double seconds = Math.min(LONGEST_SECONDS, seconds() * rest / done);
    long whole = (long) seconds;
    return Optional.of(Duration.ofSeconds(whole, (long) ((seconds - whole) * NANOS)));
  }

  private double seconds() {
    return elapsed.getSeconds() + elapsed.getNano() / NANOS;
  }
}
