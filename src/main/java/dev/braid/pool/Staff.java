package dev.braid.pool;

import dev.braid.pool.Trouble.Died;
import dev.braid.pool.Trouble.NotStarted;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  // Of virtual threads there may be thousands: nobody looks at each for every task.
  private final Set<Worker> idle = new LinkedHashSet<>();
  private final Set<Worker> starting = new HashSet<>();
  private int hired;
  private int startDeaths;

  /// Why no further one is started, until there is new work; null if one may be.
  private @Nullable Trouble discouragement;

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
    discouragement = null;
  }

  /// Another one couldn't be started.
  void discourage(HiringException e) {
    discouragement = new NotStarted(String.valueOf(e.getMessage()), e.reason());
  }

  /// Why nobody will do the work that there is; empty if somebody will.
  Optional<Trouble> despair() {
    return workers.values().stream().allMatch(Worker::isLeaving)
        ? Optional.ofNullable(discouragement)
        : Optional.empty();
  }

  /// Starts as many as there are to be without work.
  ///
  /// @throws HiringException if one can't be started
  void complete() throws HiringException {
    while (size.eager() && canGrow()) {
      hire();
    }
  }

  /// True if another one can be started.
  boolean canGrow() {
    return discouragement == null && workers.size() < size.workers();
  }

  private void hire() throws HiringException {
    Worker worker = crew.hire(++hired);
    workers.put(worker.number(), worker);
    starting.add(worker);
  }

  /// Starts as many as so much work needs that has nobody to do it.
  void grow(int waiting) {
    try {
      while (canGrow() && starting.size() < waiting) {
        hire();
      }
    } catch (HiringException e) {
      discourage(e);
    }
  }

  /// The one who is to get the next batch: who has nothing, else who has room and holds the fewest;
  /// null if nobody has room. Where another one can be had nothing waits behind what one does.
  @Nullable Worker choose() {
    if (!idle.isEmpty()) {
      return idle.iterator().next();
    } else if (canGrow()) {
      return null;
    }
    Worker best = null;
    for (Worker worker : workers.values()) {
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
    return !idle.isEmpty();
  }

  /// That worker has been given something, or has done it, or it was taken back.
  void changed(Worker worker) {
    if (worker.isIdle()) {
      idle.add(worker);
    } else {
      idle.remove(worker);
    }
    if (worker.wasReady() || worker.isLeaving()) {
      starting.remove(worker);
    }
  }

  /// Lets all of them end.
  void dismiss() {
    workers.values().forEach(Worker::leave);
    idle.clear();
    starting.clear();
  }

  /// What the one who holds the most hasn't begun.
  List<Batch> takeFromRichest() {
    // Where they are as many as tasks, nobody holds more than one.
    if (!size.eager()) {
      return List.of();
    }
    Worker richest = null;
    for (Worker worker : workers.values()) {
      // One who leaves has got what it is to do, and another one comes for the rest.
      if (!worker.isLeaving()
          && worker.held().size() > (richest == null ? 1 : richest.held().size())) {
        richest = worker;
      }
    }
    if (richest == null) {
      return List.of();
    }
    List<Batch> back = richest.takeBack();
    changed(richest);
    return back;
  }

  boolean holdsNothing() {
    return workers.values().stream().allMatch(worker -> worker.held().isEmpty());
  }

  void ready(Worker worker) {
    startDeaths = 0;
    worker.becomeReady();
    changed(worker);
  }

  /// That worker's initializer failed; it is about to end.
  void notInitialized(Worker worker, Trouble trouble) {
    worker.fail();
    changed(worker);
    discouragement = trouble;
  }

  /// That worker has ended.
  void ended(Worker worker, Departure departure) {
    workers.remove(worker.number());
    idle.remove(worker);
    starting.remove(worker);
    worker.card().ended();
    if (!worker.wasReady() && !worker.isLeaving()) {
      startDeaths++;
      if (departure.exitCode() >= 0 || startDeaths >= START_DEATHS) {
        startDeaths = 0;
        discouragement = new Died(departure);
      }
    }
  }

  boolean has(Worker worker) {
    return workers.containsKey(worker.number());
  }
}
