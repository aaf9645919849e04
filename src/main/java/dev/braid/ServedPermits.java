package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.remote.Serving;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A semaphore as clients without shared memory use it. Its memory knows that the server lives; so
/// it is here that the permits of a client come back that is gone for good, and that the next one
/// who acquires one is told. As within a session, there are never more than at first by that.
final class ServedPermits implements Acquirable {
  /// Who has permits, and of what.
  private static final Map<UUID, Set<ServedPermits>> TAKEN = new ConcurrentHashMap<>();

  private final Permits permits;

  /// How many each client has taken and not given back.
  @GuardedBy("this")
  private final Map<UUID, Integer> accounts = new HashMap<>();

  /// Who has gone with permits, if nobody has been told yet.
  @GuardedBy("this")
  private @Nullable String gone;

  ServedPermits(Permits permits) {
    this.permits = permits;
  }

  @Override
  public boolean acquire() {
    return noted(permits.acquire());
  }

  @Override
  public boolean acquire(Duration limit) {
    return noted(permits.acquire(limit));
  }

  @Override
  public boolean tryAcquire() {
    return noted(permits.tryAcquire());
  }

  private synchronized boolean noted(boolean acquired) {
    UUID client = Serving.caller();
    if (acquired && client != null) {
      accounts.merge(client, 1, Integer::sum);
      TAKEN.computeIfAbsent(client, _ -> ConcurrentHashMap.newKeySet()).add(this);
    }
    String who = gone;
    if (acquired && who != null) {
      gone = null;
      throw new OwnerDiedException(
          "%s, which had permits of the %s, has ended, so what they guard may be half written"
              .formatted(who, permits.getClass().getSimpleName()),
          "this thread has a permit now: check the data, then release() it");
    }
    return acquired;
  }

  /// A permit that the caller didn't take was handed to it by another client, if any has some.
  @Override
  public void release() {
    permits.release();
    UUID client = Serving.caller();
    synchronized (this) {
      UUID taker =
          client != null && accounts.containsKey(client)
              ? client
              : accounts.keySet().stream().findAny().orElse(null);
      if (taker != null && accounts.merge(taker, -1, Integer::sum) == 0) {
        accounts.remove(taker);
      }
    }
  }

  /// Gives back what that client has, who will not come back.
  static void abandonAll(UUID client) {
    Set<ServedPermits> all = TAKEN.remove(client);
    if (all != null) {
      all.forEach(each -> each.abandon(client));
    }
  }

  private synchronized void abandon(UUID client) {
    int count = accounts.getOrDefault(client, 0);
    accounts.remove(client);
    try {
      for (int i = 0; i < count && permits.value() < permits.shared().initial(); i++) {
        permits.release();
        gone = "a client of " + Process.current().name();
      }
    } catch (IllegalStateException e) {
      // Others have given theirs meanwhile, so that all are there.
    }
  }
}
