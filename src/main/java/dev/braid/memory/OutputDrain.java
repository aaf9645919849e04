package dev.braid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.Doorbell;
import dev.braid.os.OperatingSystem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The consumer of the output log: one thread of the session's first process, asleep while nobody
/// prints.
final class OutputDrain {
  private final OutputLog log;
  private final Doorbell bell;
  private volatile OutputSink sink =
      new TerminalSink(() -> OperatingSystem.current().hasTerminal());

  @GuardedBy("this")
  private long drained;

  private OutputDrain(OutputLog log, Doorbell bell) {
    this.log = log;
    this.bell = bell;
  }

  static OutputDrain start(OutputLog log, Doorbell bell) {
    OutputDrain drain = new OutputDrain(log, bell);
    Thread.ofPlatform().name("braid-output").daemon(true).start(drain::run);
    return drain;
  }

  void sink(OutputSink to) {
    this.sink = to;
  }

  private void run() {
    try {
      while (true) {
        if (log.drain(this::deliver)) {
          synchronized (this) {
            drained = log.head();
            notifyAll();
          }
          continue;
        }
        if (log.prepareToSleep()) {
          bell.await();
        }
        log.wakeUp();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the output log's doorbell broke: " + e.getMessage(), e);
    }
  }

  /// A sink that fails loses nothing: what it would not take goes to the terminal, with the reason.
  private void deliver(OutputRecord entry) {
    try {
      sink.accept(entry);
    } catch (RuntimeException | Error e) {
      PrintStream terminal = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
      terminal.writeBytes(entry.bytes());
      terminal.println("braid: the output above was refused: " + e);
    }
  }

  /// Returns when the sink has got all that was in the log at the time of the call.
  ///
  /// @return false if it hasn't after `limit`
  synchronized boolean awaitDrained(Duration limit) throws InterruptedException {
    long tail = log.tail();
    long begin = System.nanoTime();
    while (drained < tail) {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
