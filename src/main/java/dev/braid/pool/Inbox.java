package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What the workers of a pool report, and their ends: handled on the thread of one who waits for a
/// result, so that he needs no wake-up by another thread; on a thread of the pool while nobody
/// waits. A worker's end is handled after all that it reported.
final class Inbox {
  private final Channel reports;
  private final Handler handler;
  private final ReentrantLock handling = new ReentrantLock();
  private final Queue<ProcessWorker> ends = new ConcurrentLinkedQueue<>();
  private final Thread background;
  private volatile boolean closed;

  /// The one who waits for reports; the others wait for him.
  @GuardedBy("this")
  private @Nullable Thread leader;

  private volatile boolean led;

  @GuardedBy("this")
  private int followers;

  private volatile boolean followed;

  /// True if the pool's thread was called since it looked last. That it was unparked doesn't tell:
  /// a lock that it waits for meanwhile uses that up.
  private volatile boolean called;

  /// What is done with what comes.
  interface Handler {
    void reported(Incoming report);

    void ended(ProcessWorker worker);

    /// True if something may come.
    boolean isExpecting();
  }

  Inbox(String name, Channel reports, Handler handler) {
    this.reports = reports;
    this.handler = handler;
    this.background = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /// That worker has ended; never blocks.
  void ended(ProcessWorker worker) {
    ends.add(worker);
    call();
  }

  /// Wakes the pool's thread, if nobody waits: there is something to come.
  void expect() {
    if (!led) {
      call();
    }
  }

  private void call() {
    called = true;
    LockSupport.unpark(background);
  }

  /// Handles what has come.
  void poll() {
    if (reports.size() > 0) {
      handle();
    }
  }

  /// Nothing will come any more.
  void close() {
    closed = true;
    call();
    signal();
  }

  /// Tells those who wait to look again.
  void signal() {
    if (followed) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /// Waits until `done`, handling what comes.
  ///
  /// @return false if it wasn't so up to the deadline
  boolean await(BooleanSupplier done, Deadline deadline) throws InterruptedException {
    while (!done.getAsBoolean()) {
      if (deadline.isOver()) {
        return false;
      }
      if (lead()) {
        try {
          while (!done.getAsBoolean() && !deadline.isOver() && !closed) {
            boolean _ =
                reports.awaitMessage(deadline, () -> done.getAsBoolean() || !ends.isEmpty());
            handle();
          }
        } finally {
          resign();
        }
      }
      if (!done.getAsBoolean()) {
        follow(done, deadline);
      }
    }
    return true;
  }

  private synchronized boolean lead() {
    if (leader != null || closed) {
      return false;
    }
    leader = Thread.currentThread();
    led = true;
    return true;
  }

  private void resign() {
    synchronized (this) {
      leader = null;
      led = false;
      notifyAll();
    }
    // Ends may have come since the last look: the background left them to us.
    if (!ends.isEmpty() || handler.isExpecting()) {
      call();
    }
  }

  private synchronized void follow(BooleanSupplier done, Deadline deadline)
      throws InterruptedException {
    followers++;
    followed = true;
    try {
      // Looked at after others know that we wait: what comes about from now on wakes us.
      if (!done.getAsBoolean() && (leader != null || closed)) {
        long nanos = deadline.remaining(Duration.ofSeconds(1)).toNanos();
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
      }
    } finally {
      followers--;
      followed = followers > 0;
    }
  }

  private void run() {
    while (!closed) {
      called = false;
      if (led || (ends.isEmpty() && !handler.isExpecting())) {
        while (!called && !closed) {
          LockSupport.park(this);
        }
      } else {
        try {
          boolean _ =
              reports.awaitMessage(
                  Deadline.in(Duration.ofSeconds(1)), () -> led || closed || !ends.isEmpty());
          handle();
        } catch (InterruptedException e) {
          // Nobody has a reason to end this thread, and those who wait would hang.
        }
      }
    }
  }

  /// Handles all that is there.
  private void handle() {
    handling.lock();
    try {
      // First: what these workers reported is in the channel by now.
      List<ProcessWorker> ended = new ArrayList<>();
      for (ProcessWorker each = ends.poll(); each != null; each = ends.poll()) {
        ended.add(each);
      }
      for (Incoming next = take(); next != null; next = take()) {
        try (Incoming report = next) {
          handler.reported(report);
        }
      }
      ended.forEach(handler::ended);
    } finally {
      handling.unlock();
    }
  }

  private @Nullable Incoming take() {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return reports.take(Deadline.in(Duration.ZERO), Lookout.NONE);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
