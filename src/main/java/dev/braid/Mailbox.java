package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Deadline;
import dev.braid.pool.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Where the results of a manager's pool arrive that this process has submitted and may await, each
/// of them or none. A thread takes them out as long as any is to come; when the server is gone, all
/// of these are [ManagerLostException]s.
final class Mailbox implements Arrival.Source {
  private final PoolCounter.Opening opening;

  @GuardedBy("this")
  private @Nullable PoolCounter counter;

  @GuardedBy("this")
  private final Map<Long, Awaited<?>> awaited = new HashMap<>();

  @GuardedBy("this")
  private long last;

  /// Null before the first task.
  @GuardedBy("this")
  private @Nullable Connection<Object> incoming;

  @GuardedBy("this")
  private boolean isAttended;

  Mailbox(PoolCounter.Opening opening) {
    this.opening = opening;
  }

  @Override
  public <R extends @Nullable Object> Arrival<R> submit(
      Origin origin, Submission tasks, Gathering.Whole<R> whole) {
    Awaited<R> result = expect(whole);
    boolean submitted = false;
    try {
      result.counter.submit(result.number, origin, tasks);
      submitted = true;
    } finally {
      if (!submitted) {
        forget(result.number);
      }
    }
    attend();
    return result;
  }

  private synchronized <R extends @Nullable Object> Awaited<R> expect(Gathering.Whole<R> whole) {
    PoolCounter opened = counter;
    if (opened == null) {
      Pipe<Object> pipe = Pipe.oneWay();
      // The server alone is to have it, so that its end is the pipe's.
      try (Connection<Object> outgoing = pipe.second()) {
        opened = opening.open(outgoing);
      }
      incoming = pipe.first();
      counter = opened;
    }
    Awaited<R> result = new Awaited<>(opened, ++last, whole);
    awaited.put(result.number, result);
    return result;
  }

  private synchronized @Nullable Awaited<?> forget(long number) {
    return awaited.remove(number);
  }

  private synchronized void attend() {
    Connection<Object> source = incoming;
    if (!isAttended && source != null) {
      isAttended = true;
      Thread _ = Thread.ofVirtual().name("braid-manager-results").start(() -> receiveFrom(source));
    }
  }

  /// Waits for all that is to come now.
  void awaitAll() throws InterruptedException {
    List<Awaited<?>> coming;
    synchronized (this) {
      coming = new ArrayList<>(awaited.values());
    }
    for (Awaited<?> each : coming) {
      boolean _ = each.await(Deadline.NONE);
    }
  }

  private synchronized boolean isAwaiting() {
    isAttended = !awaited.isEmpty();
    return isAttended;
  }

  private void receiveFrom(Connection<Object> source) {
    try {
      while (isAwaiting()) {
        receiveOne(source);
      }
    } catch (RuntimeException | Error e) {
      lose(
          new ManagerLostException(
              "the manager of the pool is gone; whether the tasks have run isn't known", e));
    }
  }

  private void receiveOne(Connection<Object> source) {
    long number = (Long) source.recv();
    Ending<?> ending;
    try {
      ending = (Ending<?>) source.recv();
    } catch (UnreadableException e) {
      ending = new Ending<>(null, e);
    }
    Awaited<?> result = forget(number);
    if (result != null) {
      result.arrive(ending);
    }
  }

  private void lose(ManagerLostException why) {
    List<Awaited<?>> lost;
    synchronized (this) {
      isAttended = false;
      lost = new ArrayList<>(awaited.values());
      awaited.clear();
    }
    lost.forEach(result -> result.arrive(new Ending<>(null, why)));
  }

  /// Results that are to come.
  private static final class Awaited<R extends @Nullable Object> implements Arrival<R> {
    private final PoolCounter counter;
    private final long number;
    private final Gathering.Whole<R> whole;
    private final CompletableFuture<Ending<R>> ending = new CompletableFuture<>();

    Awaited(PoolCounter counter, long number, Gathering.Whole<R> whole) {
      this.counter = counter;
      this.number = number;
      this.whole = whole;
    }

    @SuppressWarnings("unchecked") // so a counter sends it
    void arrive(Ending<?> all) {
      boolean _ =
          ending.complete(
              all.exception() == null
                  ? new Ending<>(whole.of((List<@Nullable Object>) all.get()), null)
                  : new Ending<>(null, all.exception()));
    }

    @Override
    public CompletableFuture<Ending<R>> ending() {
      return ending;
    }

    @Override
    public boolean await(Deadline deadline) throws InterruptedException {
      long left = deadline.remaining(Duration.ofNanos(Long.MAX_VALUE)).toNanos();
      try {
        Ending<R> _ = ending.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("nobody completes it so", e);
      }
    }

    @Override
    public void limit(Duration limit) {
      counter.limit(number, limit);
    }

    @Override
    public boolean cancel() {
      boolean cancelled =
          ending.complete(new Ending<>(null, Troubles.exception(new Trouble.Cancelled())));
      if (cancelled) {
        Uninterrupted.run(() -> counter.cancel(number));
      }
      return cancelled;
    }
  }
}
