package dev.braid.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.LinkedTransferQueue;
import org.jspecify.annotations.Nullable;

/// The thread that runs the calls of one client's thread which may wait: so what belongs to a
/// thread, such as an [dev.braid.memory.SharedLock], belongs to that one. Others may interrupt it.
final class Runner {
  /// A call.
  interface Work {
    /// Runs it; throws nothing.
    ///
    /// @param isCancelled asks, once it has run, whether it was cancelled; it can't be any more
    ///   afterwards
    void run(Cancellation isCancelled);
  }

  /// Whether a call was cancelled.
  interface Cancellation {
    boolean isCancelled();
  }

  /// A call until its answer; guarded by the runner.
  private static final class Call {
    final long number;
    boolean hasBegun;
    boolean isCancelled;

    Call(long number) {
      this.number = number;
    }
  }

  private final LinkedTransferQueue<Runnable> calls = new LinkedTransferQueue<>();
  private final Runnable farewell;

  @GuardedBy("this")
  private @Nullable Thread thread;

  @GuardedBy("this")
  private @Nullable Call current;

  @GuardedBy("this")
  private boolean ended;

  /// @param farewell what the thread does last
  Runner(Runnable farewell) {
    this.farewell = farewell;
  }

  /// Runs a call.
  ///
  /// @throws IllegalArgumentException if the one before it hasn't been answered
  synchronized void run(long number, Work work) {
    if (current != null) {
      throw new IllegalArgumentException("a client that calls before it has its answer");
    }
    Call call = new Call(number);
    current = call;
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
      if (begin(call)) {
        work.run(() -> end(call));
        var _ = end(call);
      }
    });
  }

  private void work() {
    // Asked after each call, for a method that is interrupted takes the interrupt away.
    while (!hasEnded()) {
      try {
        calls.take().run();
      } catch (InterruptedException e) {
        // The end, or one that came too late for its call.
      }
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  private synchronized boolean begin(Call call) {
    call.hasBegun = true;
    if (call.isCancelled) {
      Thread.currentThread().interrupt();
    }
    return !ended;
  }

  @SuppressWarnings("ReferenceEquality") // this very call
  private synchronized boolean end(Call call) {
    if (current == call) {
      current = null;
      if (!ended) {
        // What came too late for this call mustn't hit the next one, nor the answer.
        boolean _ = Thread.interrupted();
      }
    }
    return call.isCancelled;
  }

  /// Interrupts that call, if it is under way, or as soon as it begins.
  synchronized void cancel(long number) {
    if (current != null && current.number == number) {
      current.isCancelled = true;
      if (current.hasBegun && thread != null) {
        thread.interrupt();
      }
    }
  }

  /// Ends the thread, and interrupts what it does.
  synchronized void close() {
    ended = true;
    if (current != null) {
      current.isCancelled = true;
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
