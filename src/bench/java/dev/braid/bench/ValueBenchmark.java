package dev.braid.bench;

import dev.braid.Value;
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

/// Two processes that count in one value under its lock.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 30)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class ValueBenchmark {
  /// Increments of a round; the peers' file has the same number.
  private static final int TIMES = 200_000;

  private static final int PROCESSES = 2;

  private final Crew crew = new Crew();
  private Value<Long> value;
  private long rounds;

  @Setup
  public void start() {
    value = new Value<>('q', 0L);
    Value<Long> counter = value;
    for (int i = 0; i < PROCESSES; i++) {
      crew.hire(() -> {
        for (int j = 0; j < TIMES / PROCESSES; j++) {
          counter.update(x -> x + 1);
        }
      });
    }
  }

  @TearDown
  public void end() {
    crew.close();
    if (value.get() != rounds * TIMES) {
      throw new IllegalStateException(
          "%d were counted of %d".formatted(value.get(), rounds * TIMES));
    }
  }

  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void increment() {
    crew.round();
    rounds++;
  }
}
