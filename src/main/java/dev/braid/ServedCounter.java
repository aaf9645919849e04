package dev.braid;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One client's, at the server. The tasks of a client that is gone go on.
final class ServedCounter implements PoolCounter {
  private final Arrival.Source pool;
  private final Connection<Object> mailbox;
  private final Map<Long, Arrival<?>> underWay = new ConcurrentHashMap<>();

  ServedCounter(Arrival.Source pool, Connection<Object> mailbox) {
    this.pool = pool;
    this.mailbox = mailbox;
  }

  @Override
  public void submit(long number, Origin origin, Submission tasks) {
    Arrival<List<@Nullable Object>> arrival = pool.submit(origin, tasks, values -> values);
    underWay.put(number, arrival);
    // On a thread that may wait, for the mailbox may be full.
    var _ =
        arrival
            .ending()
            .thenAcceptAsync(ending -> deliver(number, ending), Thread::startVirtualThread);
  }

  private void deliver(long number, Ending<?> ending) {
    underWay.remove(number);
    try {
      send(number, ending);
    } catch (RuntimeException | Error e) {
      // There is nobody, or he wouldn't know what is missing: so he gets the end.
      mailbox.close();
    }
  }

  private synchronized void send(long number, Ending<?> ending) {
    mailbox.send(number);
    try {
      mailbox.send(ending);
    } catch (CopyException | SharedMemoryFullException e) {
      mailbox.send(new Ending<>(null, e));
    }
  }

  @Override
  public void limit(long number, Duration limit) {
    Arrival<?> arrival = underWay.get(number);
    if (arrival != null) {
      arrival.limit(limit);
    }
  }

  @Override
  public void cancel(long number) {
    Arrival<?> arrival = underWay.get(number);
    if (arrival != null) {
      boolean _ = arrival.cancel();
    }
  }
}
