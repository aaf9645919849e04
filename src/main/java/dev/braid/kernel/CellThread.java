package dev.braid.kernel;

import dev.braid.jupyter.Outcome;
import dev.braid.memory.Output;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The thread on which all cells run, one after the other.
///
/// Whoever runs a cell waits for it, but not for the compiler, which nothing can interrupt: a cell
/// that is stopped is over as soon as none of its own code runs. What the compiler still does for
/// it comes to nothing, and before the next cell begins.
final class CellThread implements AutoCloseable {
  private final ExecutorService thread;

  /// The cell that somebody waits for.
  private volatile @Nullable RunningCell awaited;

  /// The cell whose work the thread does; one that is over already, if it isn't the awaited one.
  private volatile @Nullable RunningCell entered;

  /// A thread for code that finds its classes in `loader`.
  CellThread(ClassLoader loader) {
    ThreadFactory platform = Thread.ofPlatform().name("braid-cell").daemon().factory();
    thread =
        Executors.newSingleThreadExecutor(work -> {
          Thread started = platform.newThread(work);
          started.setContextClassLoader(loader);
          return started;
        });
  }

  /// Runs a cell and waits, uninterruptibly, for its outcome; one cell at a time.
  ///
  /// @param work what the cell comes to; an error that it throws is thrown to the caller
  Outcome run(long number, Supplier<Outcome> work) {
    RunningCell cell = new RunningCell(number);
    awaited = cell;
    try {
      thread.execute(() -> run(cell, work));
      return cell.await();
    } finally {
      awaited = null;
    }
  }

  private void run(RunningCell cell, Supplier<Outcome> work) {
    entered = cell;
    Output.enter(cell.number());
    try {
      cell.begin();
      Outcome outcome = work.get();
      entered = null;
      cell.end(outcome);
    } catch (RuntimeException | Error e) {
      entered = null;
      cell.fail(e);
    }
  }

  /// Runs code of the cell so that [#stop] can end it.
  <T extends @Nullable Object> T userCode(Callable<T> code) throws Exception {
    RunningCell cell = entered;
    return cell == null ? code.call() : cell.userCode(code);
  }

  /// Ends the work for a cell that is over already.
  ///
  /// @throws CellStopped if the calling thread's cell was stopped
  void check() {
    RunningCell cell = entered;
    if (cell != null) {
      cell.check();
    }
  }

  /// Stops the cell that somebody waits for, if there is one; asked again, wakes it again if it
  /// blocks.
  void stop() {
    RunningCell cell = awaited;
    if (cell != null) {
      cell.stop();
    }
  }

  /// Takes no more cells; the thread ends with the work that it has.
  @Override
  public void close() {
    thread.shutdown();
  }
}
