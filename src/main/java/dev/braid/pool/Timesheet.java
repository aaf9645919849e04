package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.pool.PoolInsights.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Where a pool writes down what its workers do with their time. Any thread may write and read.
///
/// A pool may replace its workers for ever: of those that have ended, the latest are kept apart,
/// and the earlier ones together.
public final class Timesheet {
  private static final int KEPT = 100;

  private final LongSupplier nanoTime;
  private final Slowest slowest = new Slowest();

  @GuardedBy("this")
  private final Set<Card> living = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Deque<Worker> past = new ArrayDeque<>();

  @GuardedBy("this")
  private Optional<Worker> earlier = Optional.empty();

  @GuardedBy("this")
  private long earlierWorkers;

  /// An empty one.
  public Timesheet() {
    this(System::nanoTime);
  }

  Timesheet(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// A worker's start begins now.
  public synchronized Card starting(String name) {
    Card card = new Card(name);
    living.add(card);
    return card;
  }

  /// What is written here by now.
  public PoolInsights insights() {
    List<Worker> workers = new ArrayList<>();
    List<Card> cards;
    synchronized (this) {
      earlier.ifPresent(workers::add);
      workers.addAll(past);
      cards = List.copyOf(living);
    }
    cards.forEach(card -> workers.add(card.worker()));
    return new PoolInsights(workers, slowest.tasks());
  }

  private synchronized void file(Card card, Worker worker) {
    if (!living.remove(card)) {
      return;
    }
    past.add(worker);
    if (past.size() > KEPT) {
      Worker oldest = past.remove();
      earlierWorkers++;
      String name = ProgressText.number(earlierWorkers) + " earlier workers";
      earlier = Optional.of(earlier.map(all -> all.plus(oldest, name)).orElse(oldest));
    }
  }

  /// One worker's.
  public final class Card {
    private final String name;
    private final long begin = nanoTime.getAsLong();

    @GuardedBy("this")
    private long pid;

    @GuardedBy("this")
    private @Nullable Long ready;

    @GuardedBy("this")
    private @Nullable Long end;

    @GuardedBy("this")
    private long tasks;

    @GuardedBy("this")
    private long worked;

    // Tasks that it has and hasn't finished, and since when it works on the first of them.
    @GuardedBy("this")
    private long held;

    @GuardedBy("this")
    private long since;

    private Card(String name) {
      this.name = name;
    }

    /// It could take a task now.
    ///
    /// @param pid 0 if it is no process of its own
    public synchronized void ready(long pid) {
      this.pid = pid;
      this.ready = nanoTime.getAsLong();
    }

    /// It has got tasks.
    public synchronized void gave(int count) {
      if (held == 0) {
        since = nanoTime.getAsLong();
      }
      held += count;
    }

    /// It has finished so many of its tasks, or failed in them.
    ///
    /// @param nanos how long they took together
    public synchronized void finished(int count, long nanos) {
      tasks += count;
      worked += nanos;
      held = Math.max(0, held - count);
      since = nanoTime.getAsLong();
    }

    /// True if a task that took so long is worth to be told by [#took].
    public boolean isSlow(long nanos) {
      return slowest.takes(nanos);
    }

    /// One of its tasks took so long.
    ///
    /// @param arguments of the task; not kept
    public void took(long nanos, @Nullable Object... arguments) {
      slowest.offer(nanos, name, arguments);
    }

    /// It has ended.
    public void ended() {
      synchronized (this) {
        end = end == null ? nanoTime.getAsLong() : end;
      }
      file(this, worker());
    }

    private synchronized Worker worker() {
      long now = end == null ? nanoTime.getAsLong() : end;
      long started = ready == null ? now : ready;
      // What it has begun counts already; whoever measures may measure a little more than there is.
      long working = Math.min(now - started, worked + (held > 0 ? now - since : 0));
      return new Worker(
          name,
          pid,
          tasks,
          Duration.ofNanos(started - begin),
          Duration.ofNanos(now - started - working),
          Duration.ofNanos(working));
    }
  }
}
