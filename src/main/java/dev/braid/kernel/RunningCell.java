package dev.braid.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Callable;

/// The cell that runs now, its thread, and whether it was told to stop.
///
/// The thread's interrupt flag is only ever set while user code runs: javac works on the same
/// thread, and an interrupt would close the files that it reads.
final class RunningCell {
  private final long cell;
  private final Thread thread;

  @GuardedBy("this")
  private int depth;

  @GuardedBy("this")
  private boolean stopped;

  @GuardedBy("this")
  private boolean ended;

  RunningCell(long cell) {
    this.cell = cell;
    this.thread = Thread.currentThread();
  }

  long cell() {
    return cell;
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /// Stops the cell; asked again, wakes it again if it blocks.
  synchronized void stop() {
    if (ended) {
      return;
    }
    if (!stopped) {
      stopped = true;
      StopCheck.stop(cell);
    }
    if (depth > 0) {
      thread.interrupt();
    }
  }

  /// Runs user code so that [#stop] can end it.
  <T extends @org.jspecify.annotations.Nullable Object> T userCode(Callable<T> code)
      throws Exception {
    if (!Thread.currentThread().equals(thread)) {
      return code.call();
    }
    synchronized (this) {
      if (stopped) {
        throw new CellStopped();
      }
      depth++;
    }
    try {
      return code.call();
    } finally {
      leave();
    }
  }

  private synchronized void leave() {
    depth--;
    if (stopped) {
      // Ours, or swallowed: either way it must not reach what the kernel does next.
      boolean _ = Thread.interrupted();
    }
  }

  /// Ends the cell; what is still to be stopped of it are threads that it left behind.
  synchronized void end() {
    ended = true;
    // A flag that user code set on itself ends with its cell too.
    boolean _ = Thread.interrupted();
    if (stopped) {
      StopCheck.ended(cell);
    }
  }
}
