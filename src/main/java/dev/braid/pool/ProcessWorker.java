package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.memory.Incoming;
import dev.braid.memory.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A worker that is a process.
final class ProcessWorker extends Worker {
  private final Lane lane;
  private final Recruit recruit;

  /// What this process's clock is ahead of the worker's, or a little more.
  private long clockAhead;

  /// True if it begins no more tasks; guarded by the dispatcher's lock.
  private boolean halted;

  ProcessWorker(int number, Lane lane, Recruit recruit, Timesheet.Card card) {
    super(number, card);
    this.lane = lane;
    this.recruit = recruit;
  }

  Recruit recruit() {
    return recruit;
  }

  Journal journal() {
    return lane.journal();
  }

  /// True if it has reported something that isn't handled yet.
  boolean hasReport() {
    return lane.hasReport();
  }

  /// Its next report; null if there is none.
  @Nullable Incoming nextReport() {
    return lane.nextReport();
  }

  /// Its clock said so a moment ago.
  void clock(long nanos) {
    clockAhead = System.nanoTime() - nanos;
  }

  @Override
  String name() {
    return recruit.name();
  }

  @Override
  long pid() {
    return recruit.pid();
  }

  @Override
  boolean isProcess() {
    return true;
  }

  @Override
  void bring(Batch batch) {
    lane.bring((PackedBatch) batch);
  }

  @Override
  List<Long> recall() {
    List<Long> back = new ArrayList<>();
    boolean more = true;
    while (more) {
      try (Incoming message = lane.takeBack()) {
        long batch =
            message == null
                ? 0
                : message.memory().get(JAVA_LONG_UNALIGNED, message.offset() + PackedBatch.BATCH);
        more = batch != 0;
        if (more) {
          back.add(batch);
        } else if (message != null) {
          // The word that there are no more is still true.
          lane.bring(PackedBatch.END);
        }
      }
    }
    return back;
  }

  @Override
  Optional<Running> running() {
    Journal.Running seen = journal().running();
    // What it entered after it was halted it has not called.
    return seen.isTask() && !halted
        ? find(seen.batch())
            .map(batch ->
                new Running(
                    batch,
                    seen.index(),
                    Duration.ofNanos(System.nanoTime() - seen.since() - clockAhead)))
        : Optional.empty();
  }

  @Override
  Optional<Object> standstill() {
    Journal.Running last = journal().running();
    return last.isTask() || hasReport() ? Optional.empty() : Optional.of(last);
  }

  @Override
  boolean halt() {
    halted |= journal().halt();
    return halted;
  }

  @Override
  void interrupt(Batch batch) {
    if (halted) {
      return;
    }
    journal().cancel(batch.number());
    Journal.Running seen = journal().running();
    if (seen.isTask()
        && seen.batch() == batch.number()
        && journal().mark(seen, Journal.INTERRUPTED)) {
      recruit.interrupt();
    }
  }

  @Override
  boolean condemn(Running running) {
    Journal.Running seen = journal().running();
    return seen.isTask()
        && seen.batch() == running.batch().number()
        && seen.index() == running.index()
        && journal().mark(seen, Journal.CONDEMNED);
  }

  @Override
  void dismiss() {
    lane.bring(PackedBatch.END);
  }

  @Override
  void kill() {
    recruit.kill();
  }
}
