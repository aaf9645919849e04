package dev.braid.bench;

import dev.braid.Lock;
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

/// A lock that nobody else wants, in a child process.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 30)
public class LockBenchmark {
  /// As often as in the peers' file.
  private static final int TIMES = 1_000_000;

  private final Crew crew = new Crew();

  @Setup
  public void start() {
    Lock lock = new Lock();
    crew.hire(() -> {
      for (int i = 0; i < TIMES; i++) {
        boolean _ = lock.acquire();
        lock.release();
      }
    });
  }

  @TearDown
  public void end() {
    crew.close();
  }

  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void acquireRelease() {
    crew.round();
  }
}
