package dev.braid.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.jupyter.Outcome;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A cell, from the request to its outcome: its thread, and whether it was told to stop.
///
/// The thread's interrupt flag is only ever set while user code runs: javac works on the same
/// thread, and an interrupt would close the files that it reads.
final class RunningCell {
  private final long number;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  @GuardedBy("this")
  private @Nullable Thread thread;

  @GuardedBy("this")
  private int depth;

  @GuardedBy("this")
  private boolean stopped;

  @GuardedBy("this")
  private boolean ended;

  RunningCell(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /// Waits, uninterruptibly, until the cell is over: its work has ended, or it was stopped and none
  /// of its own code runs any more.
  Outcome await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException own -> throw own;
        case Error own -> throw own;
        case null, default -> throw e;
      }
    }
  }

  /// Says that the calling thread does the cell's work from now on.
  synchronized void begin() {
    // A flag that was set in the name of another cell, and too late for it.
    boolean _ = Thread.interrupted();
    thread = Thread.currentThread();
  }

  /// Throws if the cell was stopped and the caller does its work.
  synchronized void check() {
    if (stopped && Thread.currentThread().equals(thread)) {
      throw new CellStopped();
    }
  }

  /// Stops the cell; asked again, wakes it again if it blocks.
  synchronized void stop() {
    if (ended) {
      return;
    }
    if (!stopped) {
      stopped = true;
      StopCheck.stop(number);
    }
    if (depth == 0) {
      outcome.complete(Failure.interrupted());
    } else if (thread != null) {
      thread.interrupt();
    }
  }

  /// Runs user code so that [#stop] can end it.
  <T extends @Nullable Object> T userCode(Callable<T> code) throws Exception {
    if (!enter()) {
      return code.call();
    }
    try {
      return code.call();
    } finally {
      leave();
    }
  }

  // False on a thread that is the cell's own affair.
  private synchronized boolean enter() {
    if (!Thread.currentThread().equals(thread)) {
      return false;
    }
    check();
    depth++;
    return true;
  }

  private synchronized void leave() {
    depth--;
    if (stopped) {
      // Ours, or swallowed: either way it must not reach what the kernel does next.
      boolean _ = Thread.interrupted();
      if (depth == 0) {
        outcome.complete(Failure.interrupted());
      }
    }
  }

  /// Ends the cell; what is still to be stopped of it are threads that it left behind.
  void end(Outcome result) {
    outcome.complete(ended() ? Failure.interrupted() : result);
  }

  /// Ends the cell with an error that isn't its own.
  void fail(Throwable error) {
    boolean _ = ended();
    outcome.completeExceptionally(error);
  }

  // True if it was stopped before.
  private synchronized boolean ended() {
    ended = true;
    // A flag that user code set on itself ends with its cell too.
    boolean _ = Thread.interrupted();
    if (stopped) {
      StopCheck.ended(number);
    }
    return stopped;
  }
}
