package dev.braid.bench;

import dev.braid.Manager;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A map of a manager, which one child process sets.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 30)
public class ManagerBenchmark {
  private static final int TIMES = 2_000;

  private final Crew crew = new Crew();
  private final Manager manager = new Manager();

  @Setup
  public void start() {
    Map<String, Integer> map = manager.dict();
    crew.hire(() -> {
      for (int i = 0; i < TIMES; i++) {
        map.put("key", i);
      }
    });
  }

  @TearDown
  public void end() {
    crew.close();
    manager.close();
  }

  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void set() {
    crew.round();
  }
}
