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
import java.util.function.Consumer;

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

    static void later(Runnable look) {
      var _ = TIMER.schedule(look, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private final Kind kind;
  private final Consumer<Runnable> later;
  private final Set<Line> unfinished = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Line> mine = ThreadLocal.withInitial(Line::new);

  LineBuffers(Kind kind) {
    this(kind, Impatience::later);
  }

  /// @param later runs something when nobody has continued a line for a while
  LineBuffers(Kind kind, Consumer<Runnable> later) {
    this.kind = kind;
    this.later = later;
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

    /// True if something was added since the last look.
    @GuardedBy("this")
    private boolean continued;

    /// True if there is a look to come. There is one at most: two in a row would take a line that
    /// has just begun for one that nobody continues.
    @GuardedBy("this")
    private boolean isTimed;

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
        if (bytes.size() > 0) {
          boolean _ = unfinished.add(this);
          lookLater();
        }
      }
    }

    @GuardedBy("this")
    private void lookLater() {
      if (!isTimed) {
        isTimed = true;
        later.accept(this::flushIfQuiet);
      }
    }

    private synchronized void flushIfQuiet() {
      isTimed = false;
      if (bytes.size() > 0 && continued) {
        continued = false;
        lookLater();
      } else if (bytes.size() > 0) {
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
