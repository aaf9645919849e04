package dev.braid.remote;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/// Serves objects over any number of lines. Close it in the process that made it.
public final class Server implements AutoCloseable {
  private final Exports exports;
  private final Referral referral;
  private final Clients clients;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// Serves these.
  public Server(Exports exports, Referral referral) {
    this.exports = exports;
    this.referral = referral;
    this.clients = new Clients(exports, referral::forgotten);
  }

  /// What it serves.
  public Exports exports() {
    return exports;
  }

  Referral referral() {
    return referral;
  }

  Clients clients() {
    return clients;
  }

  /// How long clients that go from now on may take to come back and find what they had; a minute,
  /// if nothing else is said.
  public void grace(Duration grace) {
    clients.grace(grace);
  }

  /// Answers on that line, on a thread of its own, until it ends.
  public void serve(Line line, ThreadFactory threads) {
    lines.add(line);
    Thread thread =
        threads.newThread(() -> {
          try {
            new Serving(line, this).run();
          } finally {
            lines.remove(line);
          }
        });
    thread.start();
    if (closed) {
      line.close();
    }
  }

  /// How many lines there are.
  public int lines() {
    return lines.size();
  }

  /// Ends all lines; calls that are under way are interrupted. Twice is fine.
  @Override
  public void close() {
    closed = true;
    lines.forEach(Line::close);
    clients.close();
  }
}
