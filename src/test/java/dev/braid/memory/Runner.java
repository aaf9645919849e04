package dev.braid.memory;

import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/// One thread of a run, which moves only when it is told to.
final class Runner {
  private static final ThreadLocal<Runner> CURRENT = new ThreadLocal<>();

  private final SynchronousQueue<Boolean> go = new SynchronousQueue<>();
  private final SynchronousQueue<Boolean> paused = new SynchronousQueue<>();
  private final Thread thread;

  /// Set on its own thread or, while that is paused, on another one.
  private volatile boolean asleep;

  private volatile @Nullable Throwable failure;

  Runner(Callable<?> work) {
    thread =
        Thread.ofPlatform()
            // Those that are asleep when a run fails stay so.
            .daemon()
            .start(() -> {
              CURRENT.set(this);
              try {
                go.take();
                Object _ = work.call();
              } catch (Throwable t) {
                failure = t;
              }
              try {
                paused.put(false);
              } catch (InterruptedException e) {
                failure = e;
              }
            });
  }

  /// That of the calling thread; null on the thread that tells the others.
  static @Nullable Runner current() {
    return CURRENT.get();
  }

  /// Called at each instant, on the runner's thread.
  static void pause() {
    Runner runner = CURRENT.get();
    if (runner != null) {
      runner.awaitTurn();
    }
  }

  /// The same, but it gets no turn before [#wake].
  void sleep() {
    asleep = true;
    awaitTurn();
  }

  private void awaitTurn() {
    try {
      paused.put(true);
      boolean _ = go.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the run was given up", e);
    }
  }

  void wake() {
    asleep = false;
  }

  boolean isAsleep() {
    return asleep;
  }

  /// Lets it make a step; false if that was its last.
  boolean step() throws InterruptedException {
    go.put(true);
    boolean more = paused.take();
    if (!more) {
      thread.join();
    }
    return more;
  }

  /// What ended it before its time.
  @Nullable Throwable failure() {
    return failure;
  }
}
