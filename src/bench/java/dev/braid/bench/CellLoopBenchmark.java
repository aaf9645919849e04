package dev.braid.bench;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.KernelServer;
import dev.braid.jupyter.Message;
import dev.braid.kernel.JavaInterpreter;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The price of the interrupt checks: one loop as a cell's code and as javac's, in one JVM.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class CellLoopBenchmark {
  /// Where the loop comes from.
  public enum Origin {
    /// A cell of a kernel, with its checks.
    CELL,
    /// javac, without.
    JAVAC
  }

  /// Three nested loops with little in them, so that a check would be seen: how many primes there
  /// are below `limit`, by the sieve, and how long their Collatz sequences are.
  private static final String IN_A_CELL =
      """
      dev.braid.bench.CellLoopBenchmark.ofCell = limit -> {
        boolean[] composite = new boolean[limit];
        int steps = 0;
        for (int n = 2; n < limit; n++) {
          if (!composite[n]) {
            for (int multiple = 2 * n; multiple < limit; multiple += n) {
              composite[multiple] = true;
            }
            for (long m = n; m != 1; m = m % 2 == 0 ? m / 2 : 3 * m + 1) {
              steps++;
            }
          }
        }
        return steps;
      };
      """;

  private static int loop(int limit) {
    boolean[] composite = new boolean[limit];
    int steps = 0;
    for (int n = 2; n < limit; n++) {
      if (!composite[n]) {
        for (int multiple = 2 * n; multiple < limit; multiple += n) {
          composite[multiple] = true;
        }
        for (long m = n; m != 1; m = m % 2 == 0 ? m / 2 : 3 * m + 1) {
          steps++;
        }
      }
    }
    return steps;
  }

  /// The loop as the cell has left it here.
  public static volatile IntUnaryOperator ofCell = CellLoopBenchmark::loop;

  @Param Origin origin;

  @Param("10000")
  int limit;

  private KernelServer server;
  private IntUnaryOperator code;

  @Setup
  public void load() throws Exception {
    ConnectionFile connection = ConnectionFile.create();
    server = KernelServer.start(connection, new JavaInterpreter());
    try (KernelClient client = KernelClient.connect(connection)) {
      client.ready(RunningKernel.LIMIT);
      Message reply =
          client.execute(ExecuteRequest.of(IN_A_CELL), _ -> {}).await(RunningKernel.LIMIT);
      int expected = loop(limit);
      if (!reply.text("status").equals("ok") || ofCell.applyAsInt(limit) != expected) {
        throw new IllegalStateException(
            "the cell's loop is not javac's; make them the same: " + reply.content());
      }
    }
    code =
        switch (origin) {
          case CELL -> ofCell;
          case JAVAC -> CellLoopBenchmark::loop;
        };
  }

  @TearDown
  public void close() {
    server.close();
  }

  @Benchmark
  public int loop() {
    return code.applyAsInt(limit);
  }
}
