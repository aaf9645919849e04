package dev.braid.bench;

import dev.braid.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Messages from producers through one queue to consumers, each a process of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 30)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class QueueBenchmark {
  /// Messages of a round; the peers' file has a fifth of the small ones.
  private static final int SMALL = 100_000;

  private static final int LARGE = 100;

  @Param({"1", "4"})
  int pairs;

  @Param({"64", "1048576"})
  int bytes;

  private final Crew crew = new Crew();

  @Setup
  public void start() {
    Queue<byte[]> queue = new Queue<>();
    int each = (bytes < 1 << 20 ? SMALL : LARGE) / pairs;
    int size = bytes;
    for (int i = 0; i < pairs; i++) {
      crew.hire(() -> produce(queue, size, each));
      crew.hire(() -> consume(queue, size, each));
    }
  }

  private static void produce(Queue<byte[]> queue, int size, int count) {
    byte[] payload = new byte[size];
    for (int i = 0; i < count; i++) {
      queue.put(payload);
    }
  }

  private static void consume(Queue<byte[]> queue, int size, int count) {
    for (int i = 0; i < count; i++) {
      byte[] payload = queue.get();
      if (payload.length != size) {
        throw new IllegalStateException(
            "%d bytes came, %d were sent".formatted(payload.length, size));
      }
    }
  }

  @TearDown
  public void end() {
    crew.close();
  }

  @Benchmark
  @OperationsPerInvocation(SMALL)
  public void small() {
    crew.round();
  }

  @Benchmark
  @OperationsPerInvocation(LARGE)
  public void large() {
    crew.round();
  }
}
