package dev.braid.bench;

import dev.braid.Context;
import dev.braid.Process;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// The life of a process that has nothing to do.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 30)
public class ProcessBenchmark {
  @Benchmark
  public int startJoinCold() {
    Process process = Context.spawn().process(() -> {});
    process.start();
    process.join();
    Integer exitCode = process.exitCode();
    if (exitCode == null || exitCode != 0) {
      throw new IllegalStateException(process + " did not end well; see its output in the log");
    }
    return exitCode;
  }
}
