package dev.braid.bench;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.util.ListStatistics;

/// What one side of an experiment measured: for each figure, one value for each run.
///
/// @param time how long each run took, in the benchmark's unit
/// @param others what else was counted, by name
record Samples(List<Double> time, Map<String, List<Double>> others) {
  Samples {
    time = List.copyOf(time);
    others = Map.copyOf(others);
  }

  /// Half of the values are below it.
  static double median(List<Double> values) {
    return statistics(values).getPercentile(50);
  }

  /// The worst.
  static double max(List<Double> values) {
    return statistics(values).getMax();
  }

  /// The values of a counter.
  List<Double> other(String name) {
    List<Double> values = others.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "no counter %s was measured; there are %s".formatted(name, others.keySet()));
    }
    return values;
  }

  private static ListStatistics statistics(List<Double> values) {
    return new ListStatistics(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
