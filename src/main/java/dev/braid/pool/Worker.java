package dev.braid.pool;

import dev.braid.pool.Trouble.Cancelled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One who does tasks, as the dispatcher knows him; all of it under the dispatcher's lock.
abstract class Worker {
  private static final int DEEPEST = 64;
  private static final long PREFETCHED_NANOS = Duration.ofMillis(2).toNanos();

  private final int number;
  private final Timesheet.Card card;
  private final Deque<Batch> held = new ArrayDeque<>();
  private boolean ready;
  private boolean leaving;
  private int given;
  private long lastNanos;

  /// How long a batch takes it; a long time, until it is known.
  private long batchNanos = 2 * PREFETCHED_NANOS;

  /// @param card on which it is written down what it does with its time
  Worker(int number, Timesheet.Card card) {
    this.number = number;
    this.card = card;
  }

  Timesheet.Card card() {
    return card;
  }

  int number() {
    return number;
  }

  /// What it is doing.
  ///
  /// @param index of the task in the batch
  record Running(Batch batch, int index, Duration since) {}

  abstract String name();

  abstract long pid();

  /// True if it is a process of its own.
  abstract boolean isProcess();

  /// Brings it a batch.
  ///
  /// @throws dev.braid.memory.ArenaFullException if there is no room on the way
  abstract void bring(Batch batch);

  /// Takes the numbers of batches back that it has not begun.
  abstract List<Long> recall();

  /// Its present task; empty if it has none.
  abstract Optional<Running> running();

  /// Interrupts that task, if it still runs, and skips the rest of its batch.
  abstract void interrupt(Batch batch);

  /// Ends it together with that task.
  ///
  /// @return false if the task has ended meanwhile; then nothing happens
  abstract boolean condemn(Running running);

  /// Where it stands between two tasks: the same as long as it doesn't move. Empty while it runs a
  /// task, and while it has told something that isn't handled yet.
  abstract Optional<Object> standstill();

  /// Lets it begin no more tasks, for it is to be killed.
  ///
  /// @return false if it runs one; then nothing happens
  abstract boolean halt();

  /// Lets it end after what it has.
  abstract void dismiss();

  /// Ends it now.
  abstract void kill();

  boolean isReady() {
    return ready && !leaving;
  }

  boolean isLeaving() {
    return leaving;
  }

  void becomeReady() {
    ready = true;
    card.ready(isProcess() ? pid() : 0);
    lastNanos = System.nanoTime();
  }

  boolean wasReady() {
    return ready;
  }

  /// The batches that it has been given and that aren't done, in order.
  Deque<Batch> held() {
    return held;
  }

  boolean isIdle() {
    return isReady() && held.isEmpty();
  }

  /// True if it may get another batch. If they are short, some are prefetched, so that it needs not
  /// wait between them; otherwise none, so that none waits behind a long one.
  boolean hasRoom() {
    return isReady()
        && held.size() < Math.clamp(1 + PREFETCHED_NANOS / Math.max(1, batchNanos), 1, DEEPEST);
  }

  /// How many batches it has been given in its life.
  int given() {
    return given;
  }

  void give(Batch batch) {
    if (held.isEmpty()) {
      lastNanos = System.nanoTime();
    }
    bring(batch);
    held.add(batch);
    given++;
    card.gave(batch.count());
  }

  void leave() {
    if (!leaving) {
      leaving = true;
      dismiss();
    }
  }

  /// It couldn't begin, and ends by itself.
  void fail() {
    leaving = true;
  }

  /// One of its batches is done.
  void done(Batch batch) {
    held.remove(batch);
    long now = System.nanoTime();
    batchNanos += (now - lastNanos - batchNanos) / 4;
    lastNanos = now;
  }

  /// Takes batches back that it has not begun.
  List<Batch> takeBack() {
    List<Batch> back = new ArrayList<>();
    for (long each : recall()) {
      held.stream().filter(batch -> batch.number() == each).findFirst().ifPresent(back::add);
    }
    held.removeAll(back);
    back.forEach(batch -> card.gave(-batch.count()));
    given -= back.size();
    return back;
  }

  Optional<Batch> find(long batch) {
    for (Batch each : held) {
      if (each.number() == batch) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// Takes away what it holds of a job that is broken off, and interrupts the rest.
  void drop(Job job) {
    for (Batch batch : held) {
      if (batch.job().equals(job)) {
        interrupt(batch);
      }
    }
  }

  /// What a task gets that is skipped.
  static Trouble skipped(Job job) {
    Trouble broken = job.broken();
    return broken == null ? new Cancelled() : broken;
  }
}
