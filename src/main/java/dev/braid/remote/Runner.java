package dev.braid.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.LinkedTransferQueue;
import org.jspecify.annotations.Nullable;

/// The thread that runs the calls of one client's thread which may wait: so what belongs to a
/// thread, such as an [dev.braid.memory.SharedLock], belongs to that one. Others may interrupt it.
final class Runner {
  /// A call.
  interface Work {
    /// Runs it.
    ///
    /// @param isCancelled asks, once it has run, whether it was cancelled; it can't be any more
    ///   afterwards
    void run(Cancellation isCancelled);
  }

  /// Whether a call was cancelled.
  interface Cancellation {
    boolean isCancelled();
  }

  private final LinkedTransferQueue<Runnable> calls = new LinkedTransferQueue<>();
  private final Runnable farewell;

  @GuardedBy("this")
  private @Nullable Thread thread;

  @GuardedBy("this")
  private long running;

  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private boolean ended;

  /// @param farewell what the thread does last
  Runner(Runnable farewell) {
    this.farewell = farewell;
  }

  /// Runs a call, after those before it.
  synchronized void run(long number, Work work) {
    if (thread == null) {
      thread =
          Thread.ofVirtual()
              .name("braid-manager-call")
              .unstarted(() -> {
                work();
                boolean _ = Thread.interrupted();
                farewell.run();
              });
      thread.start();
    }
    calls.add(() -> {
      if (begin(number)) {
        work.run(this::end);
        var _ = end();
      }
    });
  }

  private void work() {
    while (true) {
      try {
        calls.take().run();
      } catch (InterruptedException e) {
        synchronized (this) {
          if (ended) {
            return;
          }
        }
      }
    }
  }

  private synchronized boolean begin(long number) {
    running = number;
    cancelled = ended;
    return !ended;
  }

  private synchronized boolean end() {
    running = 0;
    if (!ended) {
      // What came too late for this call mustn't hit the next one, nor the answer.
      boolean _ = Thread.interrupted();
    }
    return cancelled;
  }

  /// Interrupts that call, if it is under way.
  synchronized void cancel(long number) {
    if (thread != null && running == number && number != 0) {
      cancelled = true;
      thread.interrupt();
    }
  }

  /// Ends the thread, and interrupts what it does.
  synchronized void close() {
    ended = true;
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
