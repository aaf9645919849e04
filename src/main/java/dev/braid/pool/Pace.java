package dev.braid.pool;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The time, and the one thread on which progress is shown.
interface Pace {
  /// As [System#nanoTime].
  long nanoTime();

  /// Runs something on the thread after a delay; what is due at the same time, in order of these
  /// calls.
  Future<?> after(Duration delay, Runnable action);

  /// That of this JVM. All jobs share its thread, which keeps no JVM alive.
  static Pace real() {
    return Real.ONLY;
  }

  /// Exists from the first job on whose progress is watched.
  final class Real implements Pace {
    private static final Real ONLY = new Real();

    private final ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("braid-progress").daemon(true).factory());

    private Real() {
      // Of a million jobs that end early nothing may be left waiting.
      thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Future<?> after(Duration delay, Runnable action) {
      return thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
