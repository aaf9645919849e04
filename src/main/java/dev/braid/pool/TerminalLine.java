package dev.braid.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord.Kind;
import java.time.Duration;

/// Progress on a terminal: one line on standard error, written again and again in its place.
final class TerminalLine implements ProgressView {
  // A line that wraps can't be written over; 80 is the least that terminals have.
  private static final int WIDTH = 79;

  /// A terminal that stands still must not hold up the progress of other jobs.
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @Override
  public Bar open(Progress first) {
    Line line = new Line();
    line.update(first);
    return line;
  }

  private static final class Line implements Bar {
    private int width;

    @Override
    public void update(Progress progress) {
      write(ProgressText.running(progress), "");
    }

    @Override
    public void close(Progress last) {
      write(ProgressText.ended(last), "\n");
      // What the job's owner prints next may not go through the log, and is to stand below.
      try {
        boolean _ = Output.awaitShown(LONGEST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(String text, String end) {
      String line = Excerpt.of(text, WIDTH);
      // Blanks over the rest of a longer one work on every terminal.
      String rest = " ".repeat(Math.max(0, width - line.length()));
      width = line.length();
      // Through the log, which erases it while others' lines are written.
      Output.write(Kind.STDERR, ("\r" + line + rest + end).getBytes(UTF_8));
    }
  }
}
