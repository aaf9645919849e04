package dev.braid.bench;

import dev.braid.Connection;
import dev.braid.Pipe;
import dev.braid.Process;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A message of 64 bytes to another process and back.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class PipeBenchmark {
  /// Round trips of a round; the peers' file has the same number.
  private static final int TRIPS = 5_000;

  /// Long enough that an echo that waits gives up its processor; as in the peers' file.
  private static final long PAUSE_MILLIS = 3;

  private final byte[] payload = new byte[64];
  private Connection<byte[]> connection;
  private Process echo;

  @Setup
  public void start() {
    Pipe<byte[]> pipe = new Pipe<>();
    Connection<byte[]> theirs = pipe.second();
    echo = new Process(() -> echo(theirs));
    echo.start();
    connection = pipe.first();
    // Compiles both sides: most rounds of the other benchmark are a single trip.
    for (int i = 0; i < 4; i++) {
      running();
    }
  }

  private static void echo(Connection<byte[]> connection) {
    byte[] message = connection.recv();
    while (message.length > 0) {
      connection.send(message);
      message = connection.recv();
    }
  }

  @TearDown
  public void end() {
    connection.send(new byte[0]);
    echo.join();
  }

  /// Gives the echo the time to sleep.
  @State(Scope.Benchmark)
  public static class Pause {
    @Setup(Level.Invocation)
    public void sleep() throws InterruptedException {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private byte[] trip() {
    connection.send(payload);
    return connection.recv();
  }

  @Benchmark
  @Warmup(iterations = 10)
  @Measurement(iterations = 30)
  @OperationsPerInvocation(TRIPS)
  public void running() {
    for (int i = 0; i < TRIPS; i++) {
      if (trip().length != payload.length) {
        throw new IllegalStateException("what came back is not what was sent");
      }
    }
  }

  @Benchmark
  @Warmup(iterations = 100)
  @Measurement(iterations = 300)
  public byte[] parked(Pause pause) {
    return trip();
  }
}
