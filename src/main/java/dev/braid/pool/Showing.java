package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Output;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// When one job's progress is shown: not at first, then again and again, and once more at its end.
final class Showing {
  /// A job that ends earlier shows nothing.
  static final Duration PATIENCE = Duration.ofMillis(500);

  /// Five times a second is as often as an eye follows.
  static final Duration BETWEEN = Duration.ofMillis(200);

  /// Where nothing but the time goes on, it is enough to show that.
  static final Duration AT_REST = Duration.ofSeconds(1);

  private static final Duration LAST = Duration.ofSeconds(1);

  /// Finds out, on the pace's thread, where to show it; empty if nowhere.
  @FunctionalInterface
  interface Views {
    Optional<ProgressView> find();
  }

  private final Supplier<Progress> now;
  private final Views views;
  private final Pace pace;
  private final long cell = Output.cell();

  // These two belong to the pace's thread.
  private ProgressView.@Nullable Bar bar;
  private @Nullable Progress shown;

  @GuardedBy("this")
  private Future<?> next;

  @GuardedBy("this")
  private boolean begun;

  @GuardedBy("this")
  private boolean closed;

  Showing(Supplier<Progress> now, Views views, Pace pace) {
    this.now = now;
    this.views = views;
    this.pace = pace;
    // The thread can't run it before it is known here: begin() takes the lock.
    synchronized (this) {
      this.next = pace.after(PATIENCE, this::begin);
    }
  }

  private void begin() {
    synchronized (this) {
      if (closed) {
        return;
      }
      begun = true;
    }
    show(() -> {
      Progress first = now.get();
      bar = views.find().map(view -> view.open(first)).orElse(null);
      shown = first;
    });
    again();
  }

  private void goOn() {
    show(() -> {
      Progress progress = now.get();
      if (bar != null && shown != null && isNews(progress, shown)) {
        bar.update(progress);
        shown = progress;
      }
    });
    again();
  }

  private static boolean isNews(Progress progress, Progress shown) {
    return progress.done() != shown.done()
        || progress.elapsed().minus(shown.elapsed()).compareTo(AT_REST) >= 0;
  }

  private void again() {
    if (bar != null) {
      synchronized (this) {
        if (!closed) {
          next = pace.after(BETWEEN, this::goOn);
        }
      }
    }
  }

  private void end() {
    show(() -> {
      if (bar != null) {
        bar.close(now.get());
      }
    });
  }

  /// The thread serves all jobs and keeps the cell of none.
  private void show(Runnable action) {
    try {
      Output.inCell(cell, action);
    } catch (RuntimeException | Error e) {
      bar = null;
      Output.inCell(
          cell, () -> System.err.println("braid: progress can't be shown any more: " + e));
    }
  }

  void close() {
    Future<?> last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      next.cancel(false);
      if (!begun) {
        return;
      }
      // What the thread shows just now ends before it begins this.
      last = pace.after(Duration.ZERO, this::end);
    }
    await(last);
  }

  private static void await(Future<?> last) {
    long deadline = System.nanoTime() + LAST.toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        last.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        // An interrupted job shows how far it came; there's a limit, and the interrupt is for
        // later.
        interrupted = true;
      } catch (ExecutionException | TimeoutException e) {
        // The job has its result, shown or not.
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
