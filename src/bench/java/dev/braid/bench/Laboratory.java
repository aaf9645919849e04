package dev.braid.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Where the sides of an experiment are measured, one after the other.
///
/// @param log takes what JMH says
/// @param quick true for a few runs only, which show that all works and little else
record Laboratory(PrintStream log, boolean quick) {
  private static final int QUICK = 3;
  private static final int RUNS = 30;

  /// Measures one side.
  ///
  /// @throws MissingPeerException if it isn't on this machine
  Samples measure(Side side)
      throws IOException, InterruptedException, RunnerException, MissingPeerException {
    return switch (side) {
      case Side.Jmh jmh -> jmh(jmh);
      case Side.Cpython(var function) ->
          new Samples(
              Python.with("multiprocessing").milliseconds(function, quick ? QUICK : RUNS),
              Map.of());
    };
  }

  private Samples jmh(Side.Jmh side)
      throws RunnerException, MissingPeerException, InterruptedException {
    if (side.parameters().containsValue(KernelUnderTest.IPYKERNEL.name())) {
      Python.with("ipykernel");
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(pattern(side)).shouldFailOnError(true);
    side.parameters().forEach(options::param);
    if (quick) {
      options
          .warmupIterations(1)
          .measurementIterations(QUICK)
          .measurementTime(TimeValue.milliseconds(200));
    }
    OutputFormat format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
    return samples(new Runner(options.build(), format).runSingle());
  }

  /// Says so if there is no such benchmark.
  static void requireKnown(Side.Jmh side) {
    if (BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
            List.of(pattern(side)),
            List.of())
        .isEmpty()) {
      throw new IllegalStateException(
          "there is no benchmark %s; name one in the table of experiments"
              .formatted(side.benchmark()));
    }
  }

  private static String pattern(Side.Jmh side) {
    return Pattern.quote("." + side.benchmark()) + "$";
  }

  private static Samples samples(RunResult result) {
    List<Double> time = new ArrayList<>();
    Map<String, List<Double>> others = new HashMap<>();
    result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .forEach((IterationResult run) -> {
          time.add(run.getPrimaryResult().getScore());
          run.getSecondaryResults()
              .forEach((name, counter) ->
                  others.computeIfAbsent(name, _ -> new ArrayList<>()).add(counter.getScore()));
        });
    return new Samples(time, others);
  }
}
