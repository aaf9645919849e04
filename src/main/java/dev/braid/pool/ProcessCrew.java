package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.code.CodeBase;
import dev.braid.code.Codec;
import dev.braid.code.NotReadableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Bell;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Journal;
import dev.braid.memory.Output;
import dev.braid.memory.SharedArena;
import dev.braid.spawn.Failure;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Workers that are processes: they get their batches, and report, each through its own lane in
/// shared memory.
final class ProcessCrew implements Crew, Inbox.Handler {
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final Recruit.Recruiter recruiter;
  private final Bell bell = Bell.create(SharedArena.current());
  private final PostedFunctions functions = new PostedFunctions();
  private final PackedFunction initializer;
  private final Inbox inbox;
  private final Dispatcher dispatcher;

  /// @param initializer to be called by each worker before its first task; null for none
  ProcessCrew(Recruit.Recruiter recruiter, @Nullable Object initializer, Size size) {
    this.recruiter = recruiter;
    this.initializer = functions.pack(Shape.RUN, initializer);
    this.dispatcher = new Dispatcher(this, size);
    this.inbox = new Inbox("braid-pool-" + POOLS.incrementAndGet(), bell, this);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public Worker hire(int number) throws HiringException {
    try {
      Lane lane = Lane.create(bell);
      Recruit recruit = recruiter.start(lane.address(), initializer.name());
      ProcessWorker worker =
          new ProcessWorker(number, lane, recruit, dispatcher.timesheet().starting(recruit.name()));
      inbox.hired(worker);
      var _ = recruit.ended().thenRun(() -> inbox.ended(worker));
      return worker;
    } catch (ArenaFullException e) {
      throw new HiringException(e);
    }
  }

  @Override
  public Function function(Shape shape, Object function) {
    return functions.pack(shape, function);
  }

  @Override
  public Batch batch(Job job, int first, List<?> arguments) {
    PackedFunction function = (PackedFunction) job.function();
    String what = function.shape().isCall() ? "task" : "argument";
    return new PackedBatch(job, first, function, Packed.of(what, arguments), arguments);
  }

  @Override
  public boolean await(BooleanSupplier done, Deadline deadline) throws InterruptedException {
    if (!inbox.await(done, deadline)) {
      return false;
    }
    // What a task printed before is to stand above what its caller prints now.
    boolean _ = Output.awaitShown(deadline.remaining(Duration.ofNanos(Long.MAX_VALUE)));
    return true;
  }

  @Override
  public void signal() {
    inbox.signal();
  }

  @Override
  public void expect() {
    inbox.expect();
  }

  @Override
  public void poll() {
    inbox.poll();
  }

  @Override
  public void disband() {
    functions.close();
    initializer.close();
    inbox.close();
  }

  @Override
  public boolean isExpecting() {
    return dispatcher.isExpecting();
  }

  @Override
  public void reported(ProcessWorker worker, Incoming report) {
    MemorySegment memory = report.memory();
    long at = report.offset();
    long number = memory.get(JAVA_LONG_UNALIGNED, at + Report.NUMBER);
    long kind = memory.get(JAVA_LONG_UNALIGNED, at);
    if (kind == Report.READY) {
      worker.clock(number);
      dispatcher.ready(worker);
    } else if (kind == Report.NOT_READY) {
      byte[] failure =
          memory
              .asSlice(at + Report.CONTENT, report.length() - Report.CONTENT)
              .toArray(ValueLayout.JAVA_BYTE);
      dispatcher.notInitialized(
          worker, new Trouble.Failed(decode(failure), "the initializer of " + named(worker)));
    } else {
      results(worker, number, memory.asSlice(at + Report.CONTENT));
    }
  }

  private static String named(Worker worker) {
    return "%s (pid %d)".formatted(worker.name(), worker.pid());
  }

  /// @param records so many, of one batch, of tasks that follow each other
  private void results(ProcessWorker worker, long count, MemorySegment records) {
    if (count > 0) {
      long batch = records.get(JAVA_LONG_UNALIGNED, 0);
      int first = records.get(JAVA_INT_UNALIGNED, Report.RECORD_INDEX);
      dispatcher
          .claim(worker, batch, first + (int) count)
          .ifPresent(claim -> tell(worker, claim, first, records));
    }
  }

  /// @param first of which task the first record is
  private void tell(ProcessWorker worker, Claim claim, int first, MemorySegment records) {
    Batch batch = claim.batch();
    int failures = 0;
    long nanos = 0;
    long at = 0;
    for (int index = first; index < claim.end(); index++) {
      long length = records.get(JAVA_LONG_UNALIGNED, at + Report.RECORD_LENGTH);
      if (index >= claim.from()) {
        long took = records.get(JAVA_LONG_UNALIGNED, at + Report.RECORD_NANOS);
        nanos += took;
        if (worker.card().isSlow(took)) {
          worker.card().took(took, batch.shown(index));
        }
        int kind = records.get(JAVA_INT_UNALIGNED, at + Report.RECORD_KIND);
        MemorySegment content = records.asSlice(at + Report.RECORD_CONTENT, length);
        int task = batch.indexInJob(index);
        failures += tellSafely(worker, batch.job(), task, kind, content) ? 0 : 1;
      }
      at += Report.RECORD_CONTENT + length;
    }
    worker.card().finished(claim.end() - claim.from(), nanos);
    batch.job().progressed(worker.name(), claim.end() - claim.from(), failures);
    dispatcher.told(claim);
  }

  /// Tells the job of one of its tasks, whatever happens.
  private static boolean tellSafely(
      ProcessWorker worker, Job job, int task, int kind, MemorySegment content) {
    try {
      return tell(worker, job, task, kind, content);
    } catch (RuntimeException | Error e) {
      // What comes from a worker may run code of its own here. Nobody else is to suffer from it.
      job.failed(task, new Trouble.Threw(e));
      return false;
    }
  }

  /// Tells the job of one of its tasks.
  ///
  /// @return false if it has no result
  private static boolean tell(
      ProcessWorker worker, Job job, int task, int kind, MemorySegment content) {
    if (kind == Report.VALUE) {
      Object value;
      try {
        value = Codec.current().decode(content, 0, content.byteSize());
      } catch (NotReadableException e) {
        job.failed(task, new Trouble.Unreadable(e));
        return false;
      }
      job.value(task, value);
      return true;
    }
    if (kind == Report.SKIPPED) {
      job.failed(task, Worker.skipped(job));
      return false;
    }
    byte[] bytes = content.toArray(ValueLayout.JAVA_BYTE);
    job.failed(
        task,
        kind == Report.THREW
            ? new Trouble.Failed(decode(bytes), named(worker))
            : new Trouble.Uncopyable(new String(bytes, StandardCharsets.UTF_8)));
    return false;
  }

  private static Failure decode(byte[] failure) {
    return Failure.decode(failure, CodeBase.current());
  }

  @Override
  public void ended(ProcessWorker worker) {
    int exitCode = worker.recruit().ended().join();
    worker.recruit().reap();
    Journal journal = worker.journal();
    // What it had no more time to send.
    results(worker, journal.saved(), journal.memory().asSlice(Journal.RESULTS));
    dispatcher.ended(
        worker,
        worker.running(),
        new Departure(
            worker.name(), worker.pid(), exitCode, worker.wasReady(), journal.lastLines()));
  }
}
