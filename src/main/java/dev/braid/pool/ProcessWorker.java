package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Journal;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A worker that is a process.
final class ProcessWorker extends Worker {
  private final Lane lane;
  private final Recruit recruit;

  /// What this process's clock is ahead of the worker's, or a little more.
  private long clockAhead;

  ProcessWorker(Lane lane, Recruit recruit, Timesheet.Card card) {
    super(lane.worker(), card);
    this.lane = lane;
    this.recruit = recruit;
  }

  Recruit recruit() {
    return recruit;
  }

  Journal journal() {
    return lane.journal();
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
    put((PackedBatch) batch);
  }

  private void put(Message message) {
    // The lane has no bound, so nothing is waited for that would be worth an interruption.
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        boolean _ = lane.tasks().put(message, Deadline.NONE, Lookout.NONE);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  List<Long> recall() {
    List<Long> back = new ArrayList<>();
    boolean more = true;
    boolean interrupted = Thread.interrupted();
    while (more) {
      try (Incoming message = lane.tasks().take(Deadline.in(Duration.ZERO), Lookout.NONE)) {
        long batch =
            message == null
                ? 0
                : message.memory().get(JAVA_LONG_UNALIGNED, message.offset() + PackedBatch.BATCH);
        more = batch != 0;
        if (more) {
          back.add(batch);
        } else if (message != null) {
          // The word that there are no more is still true.
          put(PackedBatch.END);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return back;
  }

  @Override
  Optional<Running> running() {
    Journal.Running seen = journal().running();
    return seen.isTask()
        ? find(seen.batch())
            .map(batch ->
                new Running(
                    batch,
                    seen.index(),
                    Duration.ofNanos(System.nanoTime() - seen.since() - clockAhead)))
        : Optional.empty();
  }

  @Override
  void interrupt(Batch batch) {
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
    put(PackedBatch.END);
  }

  @Override
  void kill() {
    recruit.kill();
  }
}
