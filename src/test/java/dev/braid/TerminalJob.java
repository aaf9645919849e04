package dev.braid;

import dev.braid.memory.Output;
import dev.braid.pool.ProgressReporter;
import java.io.IOException;
import java.util.OptionalLong;

/// A first process with a job that goes on when it gets a line.
final class TerminalJob {
  private TerminalJob() {}

  public static void main(String[] arguments) throws IOException {
    try (ProgressReporter reporter = ProgressReporter.of("job", OptionalLong.of(2), false)) {
      reporter.done("Worker-1", 1, 0);
      int _ = System.in.read();
      Process child = new Process(() -> Multiprocessing.println("child:", Output.audience()));
      child.start();
      child.join();
      reporter.done("Worker-1", 1, 0);
    }
    System.out.println("after");
  }
}
