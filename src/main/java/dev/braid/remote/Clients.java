package dev.braid.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Use;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What clients of other sessions have: each keeps objects from its first line to a minute, or
/// another grace, after its last one ended, so that a broken network costs nothing that comes back.
/// Safe for use by many threads.
final class Clients {
  /// How long a client that is gone may take to come back.
  private static final Duration GRACE = Duration.ofMinutes(1);

  /// So many releases a client may say whose holds are still on their way.
  private static final int MOST_OVERTAKEN = 1000;

  private final Exports exports;
  private final Consumer<UUID> forgotten;

  @GuardedBy("this")
  private Duration grace = GRACE;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private final Map<UUID, Client> known = new HashMap<>();

  /// @param forgotten told of each that won't come back
  Clients(Exports exports, Consumer<UUID> forgotten) {
    this.exports = exports;
    this.forgotten = forgotten;
  }

  /// One of them; guarded by the clients.
  private static final class Client {
    final Map<Long, Use> holds = new HashMap<>();

    /// Released, but not held: another line brings that, perhaps.
    final SequencedSet<Long> overtaken = new LinkedHashSet<>();

    int lines;
    @Nullable CompletableFuture<Void> farewell;
  }

  /// How long clients that go from now on may take to come back.
  synchronized void grace(Duration other) {
    grace = other;
  }

  /// A line of that client has begun.
  synchronized void come(UUID id) {
    if (closed) {
      // Its line is about to end.
      return;
    }
    Client client = known.computeIfAbsent(id, _ -> new Client());
    client.lines++;
    if (client.farewell != null) {
      client.farewell.cancel(false);
      client.farewell = null;
    }
  }

  /// A line of that client has ended.
  ///
  /// @return true if it was the last one
  synchronized boolean go(UUID id) {
    Client client = known.get(id);
    if (client == null || --client.lines > 0) {
      return false;
    }
    if (client.holds.isEmpty()) {
      known.remove(id);
      forgotten.accept(id);
    } else {
      CompletableFuture<Void> farewell = new CompletableFuture<>();
      client.farewell = farewell;
      var _ =
          farewell
              .completeOnTimeout(null, grace.toNanos(), TimeUnit.NANOSECONDS)
              .thenRun(() -> forget(id, farewell));
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // a later farewell isn't this one
  private synchronized void forget(UUID id, CompletableFuture<Void> farewell) {
    Client client = known.get(id);
    if (client != null && client.farewell == farewell) {
      known.remove(id);
      client.holds.values().forEach(Use::close);
      forgotten.accept(id);
    }
  }

  /// Keeps an object for a client, by a number that it has chosen; unless it has been released by
  /// that already, for what a broken line still brings comes late.
  ///
  /// @throws GoneObjectException if it isn't there any more
  synchronized void hold(UUID id, long hold, long object) {
    Client client = known.get(id);
    if (client != null && !client.overtaken.remove(hold)) {
      Use _ = client.holds.computeIfAbsent(hold, _ -> exports.hold(object));
    }
  }

  /// Ends a hold, also one that is yet to come: the client may say so once more.
  synchronized void release(UUID id, long hold) {
    Client client = known.get(id);
    if (client == null) {
      return;
    }
    Use use = client.holds.remove(hold);
    if (use != null) {
      use.close();
      return;
    }
    client.overtaken.add(hold);
    if (client.overtaken.size() > MOST_OVERTAKEN) {
      long _ = client.overtaken.removeFirst();
    }
  }

  /// Forgets them all, and knows nobody any more.
  synchronized void close() {
    closed = true;
    for (Client client : known.values()) {
      if (client.farewell != null) {
        client.farewell.cancel(false);
      }
      client.holds.values().forEach(Use::close);
    }
    known.clear();
  }
}
