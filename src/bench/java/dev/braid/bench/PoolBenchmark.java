package dev.braid.bench;

import dev.braid.Multiprocessing;
import dev.braid.Pool;
import java.util.List;
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

/// Tasks that do next to nothing, by two worker processes: what is measured is the pool.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 30)
@Measurement(iterations = 30)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class PoolBenchmark {
  // Tasks of a round; the peers' file has the same numbers.
  private static final int CALLS = 1_000;
  private static final int SINGLES = 20_000;
  private static final int CHUNKED = 100_000;

  private Pool pool;

  @Setup
  public void start() {
    pool = new Pool(2);
  }

  @TearDown
  public void end() {
    pool.close();
    pool.join();
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void apply() {
    for (int i = 0; i < CALLS; i++) {
      requireNext(i, pool.apply(x -> x + 1, i));
    }
  }

  @Benchmark
  @OperationsPerInvocation(SINGLES)
  public void mapSingly() {
    requireAll(SINGLES, pool.map(x -> x + 1, Multiprocessing.range(SINGLES), 1));
  }

  @Benchmark
  @OperationsPerInvocation(CHUNKED)
  public void map() {
    requireAll(CHUNKED, pool.map(x -> x + 1, Multiprocessing.range(CHUNKED)));
  }

  private static void requireAll(int count, List<Integer> results) {
    if (results.size() != count) {
      throw new IllegalStateException("%d results of %d tasks".formatted(results.size(), count));
    }
    requireNext(count - 1, results.getLast());
  }

  private static void requireNext(int argument, int result) {
    if (result != argument + 1) {
      throw new IllegalStateException("%d + 1 came back as %d".formatted(argument, result));
    }
  }
}
