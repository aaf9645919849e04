package dev.braid.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Deadline;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is awaited of one channel. Safe for use by many threads.
final class Watch implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final Readiness readiness;
  private final SelectionKey key;

  @GuardedBy("this")
  private final Map<Integer, CompletableFuture<Void>> awaited = new HashMap<>();

  @GuardedBy("this")
  private boolean isClosed;

  Watch(Readiness readiness, SelectionKey key) {
    this.readiness = readiness;
    this.key = key;
  }

  /// Completes when that operation, one of [SelectionKey]'s, may be worth a try, and at the end of
  /// the watch. One future for all who wait for it: nobody may complete or cancel it.
  CompletableFuture<Void> when(int operation) {
    CompletableFuture<Void> future;
    synchronized (this) {
      if (isClosed) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> known = awaited.get(operation);
      if (known != null) {
        return known;
      }
      future = new CompletableFuture<>();
      awaited.put(operation, future);
    }
    try {
      readiness.request(key, operation);
    } catch (CancelledKeyException e) {
      tell(operation);
    }
    return future;
  }

  /// Waits for that operation; false if the deadline came first.
  boolean await(int operation, Deadline deadline) throws InterruptedException {
    try {
      when(operation).get(deadline.remaining(FOREVER).toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails a watch", e);
    }
  }

  /// Tells those who wait for any of these operations.
  void tell(int operations) {
    List<CompletableFuture<Void>> told = new ArrayList<>();
    synchronized (this) {
      Iterator<Map.Entry<Integer, CompletableFuture<Void>>> all = awaited.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<Integer, CompletableFuture<Void>> one = all.next();
        if ((one.getKey() & operations) != 0) {
          told.add(one.getValue());
          all.remove();
        }
      }
    }
    readiness.served(told.size());
    told.forEach(future -> future.complete(null));
  }

  /// The channel was closed, but the watch goes on for those who have to hear of it.
  void stir() {
    readiness.stir();
  }

  /// Waits until the system's descriptor is closed, too, after both the channel and the watch were.
  void awaitLetGo() {
    readiness.awaitLook();
  }

  /// Ends it, after its channel was closed; tells everybody. Twice is fine.
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    tell(~0);
    readiness.leave();
  }
}
