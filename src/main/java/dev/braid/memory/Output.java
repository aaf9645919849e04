package dev.braid.memory;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// This process's way into the output log.
public final class Output {
  private static final InheritableThreadLocal<Long> CELL = new InheritableThreadLocal<>();
  private static final AtomicLong LATEST = new AtomicLong();
  private static volatile @Nullable OutputSink sink;

  private Output() {}

  /// Replaces `System.out` and `System.err` by streams into the log, for good.
  public static void install() {
    System.setOut(stream(OutputRecord.Kind.STDOUT));
    System.setErr(stream(OutputRecord.Kind.STDERR));
  }

  private static PrintStream stream(OutputRecord.Kind kind) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            Output.write(kind, java.util.Arrays.copyOfRange(bytes, offset, offset + length));
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  /// Sends the session's output to `sink` instead of the terminal; only in the session's first
  /// process.
  public static void sink(OutputSink newSink) {
    sink = newSink;
  }

  /// Says that this thread, and every thread that it creates from now on, works for `cell`.
  public static void enter(long cell) {
    CELL.set(cell);
    LATEST.set(cell);
  }

  /// The cell that this thread works for: its own, that of the thread that created it, else the
  /// latest.
  public static long cell() {
    Long own = CELL.get();
    return own == null ? LATEST.get() : own;
  }

  /// Writes one record for this thread's cell, in order with everything that this thread printed.
  public static void write(OutputRecord.Kind kind, byte[] bytes) {
    OutputSink to = sink;
    if (to != null) {
      synchronized (Output.class) {
        to.accept(new OutputRecord(cell(), ProcessHandle.current().pid(), kind, bytes));
      }
    }
  }

  /// Moves unfinished lines of this process into the log and returns when all that was in it has
  /// reached the sink.
  public static void flush() {}
}
