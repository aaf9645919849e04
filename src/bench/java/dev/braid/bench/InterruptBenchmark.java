package dev.braid.bench;

import dev.braid.jupyter.Message;
import dev.braid.jupyter.PendingReply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long an interrupted cell goes on: from the request to the kernel's `idle`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 20)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class InterruptBenchmark {
  private static final Duration AFTERWARDS = Duration.ofMillis(500);

  /// What the cell does when it is interrupted.
  public enum Work {
    /// Keeps a processor busy.
    SPIN,
    /// Sleeps.
    SLEEP
  }

  /// What the kernel still does once the cell has ended.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Afterwards {
    /// The share of one processor that it uses, in percent.
    public double busy;

    @TearDown(Level.Iteration)
    public void measure(InterruptBenchmark benchmark) throws InterruptedException {
      Duration before = benchmark.running.processorTime();
      Thread.sleep(AFTERWARDS); // the window that is measured, not a wait for anything
      Duration used = benchmark.running.processorTime().minus(before);
      busy = 100.0 * used.toNanos() / AFTERWARDS.toNanos();
    }
  }

  @Param KernelUnderTest kernel;
  @Param Work work;
  RunningKernel running;
  PendingReply cell;

  @Setup
  public void start() throws Exception {
    running = RunningKernel.ready(kernel);
  }

  @Setup(Level.Iteration)
  public void begin() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    String code =
        switch (work) {
          case SPIN -> kernel.spin();
          case SLEEP -> kernel.sleep();
        };
    cell =
        running.begin(
            code,
            message -> {
              if (message.type().equals("stream")) {
                begun.countDown();
              }
            });
    if (!begun.await(RunningKernel.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("the cell has not begun; try it in a notebook: " + code);
    }
  }

  @TearDown
  public void end() throws Exception {
    running.end();
  }

  @Benchmark
  public Message interrupt(Afterwards afterwards) throws Exception {
    PendingReply _ = running.interrupt();
    Message reply = cell.await(RunningKernel.LIMIT);
    if (!reply.text("status").equals("error")) {
      throw new IllegalStateException("the cell was not interrupted: " + reply.content());
    }
    return reply;
  }
}
