package dev.braid.bench;

import java.util.function.ToDoubleFunction;

/// One line of the table.
///
/// @param work what is measured, with its unit
/// @param figure how it comes from the samples
/// @param target what it should be
record Row(String work, ToDoubleFunction<Samples> figure, Target target) {
  /// The median time.
  static Row median(String work, Target target) {
    return new Row(work, samples -> Samples.median(samples.time()), target);
  }

  /// The median time in another unit.
  ///
  /// @param factor how many of it are one of the benchmark's
  static Row median(String work, double factor, Target target) {
    return new Row(work, samples -> factor * Samples.median(samples.time()), target);
  }

  /// How much is done in a time, by the median.
  ///
  /// @param amount that is done in one operation
  static Row rate(String work, double amount, Target target) {
    return new Row(work, samples -> amount / Samples.median(samples.time()), target);
  }

  /// The worst time.
  static Row max(String work, Target target) {
    return new Row(work, samples -> Samples.max(samples.time()), target);
  }

  /// The median of a counter.
  static Row median(String work, String counter, Target target) {
    return new Row(work, samples -> Samples.median(samples.other(counter)), target);
  }

  /// The worst value of a counter.
  static Row max(String work, String counter, Target target) {
    return new Row(work, samples -> Samples.max(samples.other(counter)), target);
  }
}
