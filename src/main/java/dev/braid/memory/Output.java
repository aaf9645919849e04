package dev.braid.memory;

import dev.braid.memory.OutputRecord.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// This process's way into the output log.
public final class Output {
  private static final InheritableThreadLocal<@Nullable Long> CELL = new InheritableThreadLocal<>();
  private static final AtomicLong LATEST = new AtomicLong();
  private static final long PID = ProcessHandle.current().pid();
  private static final LineBuffers OUT = new LineBuffers(Kind.STDOUT);
  private static final LineBuffers ERR = new LineBuffers(Kind.STDERR);

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private static volatile Consumer<byte[]> listener = _ -> {};

  private Output() {}

  /// Replaces `System.out` and `System.err` by streams into the log, for good.
  ///
  /// What a thread prints goes there line by line; an unfinished line follows when the thread
  /// flushes, after 50 ms without a continuation, or with [#flush].
  public static void install() {
    System.setOut(new LinePrinter(OUT.stream()));
    System.setErr(new LinePrinter(ERR.stream()));
  }

  /// Sends the session's output to `sink` instead of the terminal, where no person sees it; only in
  /// the session's first process.
  public static void sink(OutputSink sink) {
    sink(sink, Audience.NOBODY);
  }

  /// Sends the session's output to `sink` instead of the terminal, for that audience; only in the
  /// session's first process.
  public static void sink(OutputSink sink, Audience audience) {
    Session session = Session.current();
    OutputDrain drain = session.drain();
    if (drain == null) {
      throw new IllegalStateException("only the session's first process has its output");
    }
    drain.sink(sink);
    session.audience(audience);
  }

  /// Who sees what the session shows; the same in all its processes.
  public static Audience audience() {
    return Session.current().audience();
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

  /// Does something for `cell` on a thread that works for several.
  public static void inCell(long cell, Runnable action) {
    boolean _ =
        callInCell(
            cell,
            () -> {
              action.run();
              return true;
            });
  }

  /// As [#inCell], for what has a result.
  public static <T> T callInCell(long cell, Supplier<T> action) {
    Long own = CELL.get();
    CELL.set(cell);
    try {
      return action.get();
    } finally {
      if (own == null) {
        CELL.remove();
      } else {
        CELL.set(own);
      }
    }
  }

  /// Writes one record for this thread's cell, in order with everything that this thread printed.
  public static void write(Kind kind, byte[] bytes) {
    OUT.flushThread();
    ERR.flushThread();
    write(kind, cell(), PID, bytes);
  }

  /// Tells `newListener`, too, what this process prints from now on; on the printing thread.
  public static void listen(Consumer<byte[]> newListener) {
    listener = newListener;
  }

  /// Writes one record on behalf of another process, such as what a child's machine code printed.
  public static void write(Kind kind, long cell, long pid, byte[] bytes) {
    if (bytes.length > 0) {
      if (kind != Kind.DISPLAY && pid == PID) {
        listener.accept(bytes);
      }
      Session.current().log().write(kind, cell, pid, bytes);
    }
  }

  /// Moves unfinished lines of this process into the log. In the session's first process, returns
  /// when all that was in it has reached the sink.
  public static void flush() {
    OUT.flushAll();
    ERR.flushAll();
    boolean interrupted = false;
    while (true) {
      try {
        boolean _ = awaitShown(FOREVER);
        break;
      } catch (InterruptedException e) {
        // The drain never waits for us, so this ends by itself; the interruption is for later.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until all that is in the log now has reached the sink. Elsewhere than in the session's
  /// first process the log's order is enough, and it returns at once.
  ///
  /// @return false if it hasn't after `limit`
  public static boolean awaitShown(Duration limit) throws InterruptedException {
    OutputDrain drain = Session.current().drain();
    return drain == null || drain.awaitDrained(limit);
  }
}
