package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.OutputRecord.Kind;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The unfinished lines of one stream, one for each thread, so that lines of several threads are
/// never torn.
final class LineBuffers {
  private static final long PATIENCE_MILLIS = 50;
  // Only a record's worth: a line without end must not fill the heap.
  private static final int LONGEST = 1 << 20;

  /// Flushes lines that nobody continues, such as a prompt or the dots of a progress display.
  private static final class Impatience {
    private static final ScheduledExecutorService TIMER =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("braid-lines").daemon(true).factory());
  }

  private final Kind kind;
  private final Set<Line> unfinished = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Line> mine = ThreadLocal.withInitial(Line::new);

  LineBuffers(Kind kind) {
    this.kind = kind;
  }

  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        mine.get().add(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        mine.get().add(bytes, offset, length);
      }

      @Override
      public void flush() {
        flushThread();
      }
    };
  }

  void flushThread() {
    mine.get().flush();
  }

  void flushAll() {
    unfinished.forEach(Line::flush);
  }

  /// One thread's unfinished line.
  private final class Line {
    @GuardedBy("this")
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final long pid = ProcessHandle.current().pid();

    @GuardedBy("this")
    private long cell;

    @GuardedBy("this")
    private boolean continued;

    synchronized void add(byte[] from, int offset, int length) {
      cell = Output.cell();
      int end = offset + length;
      int afterLastLine = end;
      while (afterLastLine > offset && from[afterLastLine - 1] != '\n') {
        afterLastLine--;
      }
      if (afterLastLine > offset) {
        bytes.write(from, offset, afterLastLine - offset);
        emit(bytes.size());
      }
      if (afterLastLine < end) {
        bytes.write(from, afterLastLine, end - afterLastLine);
        continued = true;
        if (bytes.size() > LONGEST) {
          emit(Utf8.wholeCharacters(bytes.toByteArray()));
        }
        if (bytes.size() > 0 && unfinished.add(this)) {
          flushWhenQuiet();
        }
      }
    }

    private void flushWhenQuiet() {
      var _ = Impatience.TIMER.schedule(this::flushIfQuiet, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void flushIfQuiet() {
      if (bytes.size() == 0) {
        unfinished.remove(this);
      } else if (continued) {
        continued = false;
        flushWhenQuiet();
      } else {
        // Half a character waits for its other half, or for the end.
        emit(Utf8.wholeCharacters(bytes.toByteArray()));
      }
    }

    synchronized void flush() {
      emit(bytes.size());
    }

    @GuardedBy("this")
    private void emit(int count) {
      if (count > 0) {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        bytes.write(all, count, all.length - count);
        Output.write(
            kind, cell, pid, count == all.length ? all : java.util.Arrays.copyOf(all, count));
      }
      if (bytes.size() == 0) {
        unfinished.remove(this);
      }
    }
  }
}
