package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Bell;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What the workers of a pool report, and their ends: handled on the thread of one who waits for a
/// result, so that he needs no wake-up by another thread; on a thread of the pool while nobody
/// waits. A worker's end is handled after all that it reported.
///
/// Whoever listens, be it the leader of those who wait or the pool's thread, or both for the moment
/// in which one comes to relieve the other, sleeps on the pool's [Bell]. Everything that he may
/// have to look at is first made so and then followed by a ring, which wakes all who sleep: a
/// report by its worker, an end, and what [#signal] is called for by others' threads here. So
/// nobody who was to look again sleeps on because another one was woken.
final class Inbox {
  private final Bell bell;
  private final Handler handler;

  /// Those whose ends aren't handled.
  private final List<ProcessWorker> workers = new CopyOnWriteArrayList<>();

  private final ReentrantLock handling = new ReentrantLock();
  private final Queue<ProcessWorker> ends = new ConcurrentLinkedQueue<>();
  private final Thread background;
  private volatile boolean closed;

  /// The one who waits for reports; the others wait for him. Written under the lock of this.
  private volatile @Nullable Thread leader;

  @GuardedBy("this")
  private int followers;

  private volatile boolean followed;

  /// True if the pool's thread was called since it looked last. That it was unparked doesn't tell:
  /// a lock that it waits for meanwhile uses that up.
  private volatile boolean called;

  /// What is done with what comes.
  interface Handler {
    void reported(ProcessWorker worker, Incoming report);

    void ended(ProcessWorker worker);

    /// True if something may come.
    boolean isExpecting();
  }

  Inbox(String name, Bell bell, Handler handler) {
    this.bell = bell;
    this.handler = handler;
    this.background = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /// That worker may report from now on, or has already.
  void hired(ProcessWorker worker) {
    workers.add(worker);
    int _ = bell.ring();
  }

  /// That worker has ended; never blocks.
  void ended(ProcessWorker worker) {
    ends.add(worker);
    call();
    int _ = bell.ring();
  }

  /// Wakes the pool's thread, if nobody waits: there is something to come.
  void expect() {
    if (leader == null) {
      call();
    }
  }

  private void call() {
    called = true;
    LockSupport.unpark(background);
  }

  /// Handles what has come.
  void poll() {
    if (hasReport()) {
      handle(() -> false);
    }
  }

  private boolean hasReport() {
    for (ProcessWorker worker : workers) {
      if (worker.hasReport()) {
        return true;
      }
    }
    return false;
  }

  /// Nothing will come any more.
  void close() {
    closed = true;
    call();
    int _ = bell.ring();
    signal();
  }

  /// Tells those who wait to look again.
  void signal() {
    // Pairs with lead(): what we speak of was done before this look, and he looks for it after he
    // has become the leader, and has asked how often the bell has rung.
    Thread leading = leader;
    if (leading != null && !leading.equals(Thread.currentThread())) {
      int _ = bell.ring();
    }
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
        BooleanSupplier enough = () -> done.getAsBoolean() || closed;
        try {
          while (!enough.getAsBoolean() && !deadline.isOver()) {
            listen(enough, deadline);
            handle(enough);
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
    return true;
  }

  private void resign() {
    synchronized (this) {
      leader = null;
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
    BooleanSupplier relieved = () -> leader != null || closed;
    while (!closed) {
      called = false;
      if (leader != null || (ends.isEmpty() && !handler.isExpecting())) {
        while (!called && !closed) {
          LockSupport.park(this);
        }
      } else {
        try {
          listen(relieved, Deadline.in(Duration.ofSeconds(1)));
          handle(relieved);
        } catch (InterruptedException e) {
          // Nobody has a reason to end this thread, and those who wait would hang.
        }
      }
    }
  }

  /// Waits until something has come, or it is enough.
  private void listen(BooleanSupplier enough, Deadline deadline) throws InterruptedException {
    // Before the look: what comes after it rings once more, and then nobody falls asleep.
    int rings = bell.rings();
    while (ends.isEmpty() && !hasReport() && !enough.getAsBoolean() && !deadline.isOver()) {
      bell.await(rings, deadline);
      rings = bell.rings();
    }
  }

  /// Handles what is there, until it is enough: one report of each worker after the other, so that
  /// what one has to say needn't wait for all that another one has.
  private void handle(BooleanSupplier enough) {
    handling.lock();
    try {
      for (ProcessWorker ended = ends.poll(); ended != null; ended = ends.poll()) {
        handleEnd(ended);
      }
      boolean more = true;
      while (more && !enough.getAsBoolean()) {
        more = false;
        for (ProcessWorker worker : workers) {
          more |= handleNext(worker);
        }
      }
    } finally {
      handling.unlock();
    }
  }

  @GuardedBy("handling")
  private void handleEnd(ProcessWorker ended) {
    // It is dead, so all that it reported is there.
    boolean more = true;
    while (more) {
      more = handleNext(ended);
    }
    workers.remove(ended);
    handler.ended(ended);
  }

  /// Handles a report of that worker; false if there is none.
  @GuardedBy("handling")
  private boolean handleNext(ProcessWorker worker) {
    try (Incoming report = worker.nextReport()) {
      if (report == null) {
        return false;
      }
      handler.reported(worker, report);
      return true;
    }
  }
}
