package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.OutputRecord.Kind;
import dev.braid.os.Doorbell;
import java.io.IOException;

/// The consumer of the output log: one thread of the session's first process, asleep while nobody
/// prints.
final class OutputDrain {
  private final OutputLog log;
  private final Doorbell bell;
  private volatile OutputSink sink = OutputDrain::toTerminal;

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
        boolean any = log.drain(entry -> sink.accept(entry));
        if (any) {
          synchronized (this) {
            drained = log.head();
            notifyAll();
          }
        } else if (log.prepareToSleep()) {
          bell.await();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the output log's doorbell broke: " + e.getMessage(), e);
    }
  }

  /// Returns when the sink has got all that was in the log at the time of the call.
  synchronized void awaitDrained() throws InterruptedException {
    long tail = log.tail();
    while (drained < tail) {
      wait();
    }
  }

  private static void toTerminal(OutputRecord entry) {
    var stream = entry.kind() == Kind.STDERR ? System.err : System.out;
    switch (entry.kind()) {
      case STDOUT, STDERR -> stream.writeBytes(entry.bytes());
      // Without a notebook there is nothing to show it in.
      case DISPLAY -> {}
    }
    stream.flush();
  }
}
