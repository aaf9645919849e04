package dev.braid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// What a notebook's user waits for, as a client of the kernel sees it.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 10)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class KernelBenchmark {
  /// All but the kernel itself.
  @State(Scope.Benchmark)
  public static class NoKernel {
    @Param KernelUnderTest kernel;
    Path folder;
    ConnectionFile connection;
    List<String> command;
    RunningKernel running;

    @Setup(Level.Iteration)
    public void prepare() throws Exception {
      folder = Files.createTempDirectory("braid-bench-");
      command = kernel.command(folder.resolve("connection.json"));
      connection = ConnectionFile.create();
    }

    @TearDown(Level.Iteration)
    public void end() throws Exception {
      running.end();
    }
  }

  /// A kernel that has run no cell yet.
  @State(Scope.Benchmark)
  public static class NewKernel {
    @Param KernelUnderTest kernel;
    RunningKernel running;

    @Setup(Level.Iteration)
    public void start() throws Exception {
      running = RunningKernel.ready(kernel);
    }

    @TearDown(Level.Iteration)
    public void end() throws IOException, InterruptedException {
      running.end();
    }
  }

  /// A kernel that has run enough cells to be warm.
  @State(Scope.Benchmark)
  public static class WarmKernel {
    private static final int CELLS = 50;

    @Param KernelUnderTest kernel;
    RunningKernel running;

    @Setup
    public void start() throws Exception {
      running = RunningKernel.ready(kernel);
      for (int i = 0; i < CELLS; i++) {
        running.run("1+1");
      }
    }

    @TearDown
    public void end() throws IOException, InterruptedException {
      running.end();
    }
  }

  /// What arrived of the printed lines.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Arrived {
    public long messages;
    public long lost;

    void reset() {
      messages = 0;
      lost = KernelUnderTest.LINES;
    }

    void hear(Message message) {
      if (message.type().equals("stream")) {
        JsonNode text = message.content().path("text");
        messages++;
        lost -= text.asText().chars().filter(c -> c == '\n').count();
      }
    }
  }

  @Benchmark
  public void start(NoKernel none) throws Exception {
    none.running = RunningKernel.start(none.folder, none.command, none.connection);
    none.running.awaitAnswer();
  }

  @Benchmark
  public Message firstCell(NewKernel kernel) throws Exception {
    return kernel.running.run("1+1");
  }

  @Benchmark
  @Measurement(iterations = 50)
  public Message warmCell(WarmKernel kernel) throws Exception {
    return kernel.running.run("1+1");
  }

  @Benchmark
  public Message lines(WarmKernel kernel, Arrived arrived) throws Exception {
    arrived.reset();
    return kernel.running.run(kernel.kernel.lines(), arrived::hear);
  }
}
