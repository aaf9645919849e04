package dev.braid.pool;

import dev.braid.pool.Trouble.Died;
import dev.braid.pool.Trouble.NotStarted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A pool's workers, from their start to their end; all of it under the dispatcher's lock.
///
/// After workers couldn't be started it is discouraged: no further one is, until there is new work.
/// So an initializer that always fails doesn't start processes for ever, as it does in Python.
final class Staff {
  /// How often workers may be killed while they start, one after the other, before it is told to
  /// those who wait.
  private static final int START_DEATHS = 3;

  private final Crew crew;
  private final Size size;
  private final Map<Integer, Worker> workers = new LinkedHashMap<>();
  private int hired;
  private int startDeaths;
  private boolean discouraged;

  /// How many workers there are.
  ///
  /// @param workers at most
  /// @param eager true if they are started before there is work
  /// @param batches that each of them does, before another one takes its place; 0 for any number
  record Size(int workers, boolean eager, int batches) {}

  Staff(Crew crew, Size size) {
    this.crew = crew;
    this.size = size;
  }

  int most() {
    return size.workers();
  }

  /// Those who haven't ended, in the order of their starts.
  Collection<Worker> all() {
    return workers.values();
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /// There is new work.
  void encourage() {
    discouraged = false;
  }

  /// Starts as many as there are to be without work.
  ///
  /// @throws HiringException if one can't be started
  void complete() throws HiringException {
    while (size.eager() && !discouraged && workers.size() < size.workers()) {
      hire();
    }
  }

  private void hire() throws HiringException {
    Worker worker = crew.hire(++hired);
    workers.put(worker.number(), worker);
  }

  /// Starts another one if so much work has nobody to do it.
  ///
  /// @return why nobody will do it
  Optional<Trouble> grow(int waiting) {
    if (discouraged || workers.size() >= size.workers() || starting() >= waiting) {
      return Optional.empty();
    }
    try {
      hire();
      return Optional.empty();
    } catch (HiringException e) {
      return giveUp(new NotStarted(String.valueOf(e.getMessage()), e.reason()));
    }
  }

  private long starting() {
    return workers.values().stream().filter(each -> !each.wasReady()).count();
  }

  private Optional<Trouble> giveUp(Trouble trouble) {
    discouraged = true;
    return workers.values().stream().anyMatch(Worker::wasReady)
        ? Optional.empty()
        : Optional.of(trouble);
  }

  /// The one who is to get the next batch: who has nothing, else who has room and holds the fewest;
  /// null if nobody has room.
  @Nullable Worker choose() {
    Worker best = null;
    for (Worker worker : workers.values()) {
      if (worker.isIdle()) {
        return worker;
      }
      if (worker.hasRoom() && (best == null || worker.held().size() < best.held().size())) {
        best = worker;
      }
    }
    return best;
  }

  /// True if one of them may have something to tell.
  boolean isBusy() {
    return workers.values().stream().anyMatch(each -> !each.isReady() || !each.held().isEmpty());
  }

  boolean hasIdle() {
    for (Worker worker : workers.values()) {
      if (worker.isIdle()) {
        return true;
      }
    }
    return false;
  }

  /// What the one who holds the most hasn't begun.
  List<Batch> takeFromRichest() {
    Worker richest = null;
    for (Worker worker : workers.values()) {
      if (worker.held().size() > (richest == null ? 1 : richest.held().size())) {
        richest = worker;
      }
    }
    return richest == null ? List.of() : richest.takeBack();
  }

  boolean holdsNothing() {
    return workers.values().stream().allMatch(worker -> worker.held().isEmpty());
  }

  void ready(Worker worker) {
    startDeaths = 0;
    worker.becomeReady();
  }

  /// That worker's initializer failed.
  ///
  /// @return the trouble if nobody else will do the work
  Optional<Trouble> notInitialized(Worker worker, Trouble trouble) {
    workers.remove(worker.number());
    worker.card().ended();
    return giveUp(trouble);
  }

  /// That worker has ended.
  ///
  /// @return why nobody will do the work; empty if somebody will
  Optional<Trouble> ended(Worker worker, Departure departure) {
    workers.remove(worker.number());
    worker.card().ended();
    if (!worker.wasReady() && !worker.isLeaving()) {
      startDeaths++;
      if (departure.exitCode() >= 0 || startDeaths >= START_DEATHS) {
        startDeaths = 0;
        return giveUp(new Died(departure));
      }
    }
    return Optional.empty();
  }

  boolean has(Worker worker) {
    return workers.containsKey(worker.number());
  }
}
