package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.code.CodeBase;
import dev.braid.code.Codec;
import dev.braid.code.NotReadableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Channel;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Workers that are processes: they get their batches through lanes in shared memory, and report to
/// one channel.
final class ProcessCrew implements Crew, Inbox.Handler {
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final Recruit.Recruiter recruiter;
  private final Channel reports = Channel.create(SharedArena.current(), 0, 0);
  private final PostedFunctions functions = new PostedFunctions();
  private final PackedFunction initializer;
  private final Map<Integer, ProcessWorker> workers = new ConcurrentHashMap<>();
  private final Inbox inbox;
  private final Dispatcher dispatcher;

  /// @param initializer to be called by each worker before its first task; null for none
  ProcessCrew(Recruit.Recruiter recruiter, @Nullable Object initializer, Size size) {
    this.recruiter = recruiter;
    this.initializer = functions.pack(Shape.RUN, initializer);
    this.dispatcher = new Dispatcher(this, size);
    this.inbox = new Inbox("braid-pool-" + POOLS.incrementAndGet(), reports, this);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public Worker hire(int number) throws HiringException {
    try {
      Lane lane = Lane.create(number, reports);
      Recruit recruit = recruiter.start(lane.address(), initializer.name());
      ProcessWorker worker =
          new ProcessWorker(lane, recruit, dispatcher.timesheet().starting(recruit.name()));
      workers.put(number, worker);
      var _ = recruit.ended().thenRun(() -> inbox.ended(worker));
      return worker;
    } catch (ArenaFullException e) {
      throw new HiringException(e);
    }
  }

  @Override
  public Function function(Shape shape, @Nullable Object function) {
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
  public void reported(Incoming report) {
    MemorySegment memory = report.memory();
    long at = report.offset();
    ProcessWorker worker = workers.get((int) memory.get(JAVA_LONG_UNALIGNED, at + Report.WORKER));
    if (worker == null) {
      return;
    }
    long batch = memory.get(JAVA_LONG_UNALIGNED, at + Report.BATCH);
    long kind = memory.get(JAVA_LONG_UNALIGNED, at);
    if (kind == Report.READY) {
      worker.clock(batch);
      dispatcher.ready(worker);
    } else if (kind == Report.NOT_READY) {
      byte[] failure = bytes(memory, at + Report.CONTENT, report.length() - Report.CONTENT);
      dispatcher.notInitialized(
          worker, new Trouble.Failed(decode(failure), "the initializer of " + named(worker)));
    } else {
      int first = (int) memory.get(JAVA_LONG_UNALIGNED, at + Report.FIRST);
      int count = (int) memory.get(JAVA_LONG_UNALIGNED, at + Report.COUNT);
      results(worker, batch, first, count, memory.asSlice(at + Report.CONTENT));
    }
  }

  private static String named(Worker worker) {
    return "%s (pid %d)".formatted(worker.name(), worker.pid());
  }

  private void results(
      ProcessWorker worker, long batch, int first, int count, MemorySegment records) {
    Optional<Claim> found = dispatcher.claim(worker, batch, first + count);
    if (found.isEmpty()) {
      return;
    }
    Claim claim = found.get();
    int failures = 0;
    long nanos = 0;
    long at = 0;
    for (int i = first; i < claim.end(); i++) {
      long length = records.get(JAVA_LONG_UNALIGNED, at);
      if (i >= claim.from()) {
        nanos += records.get(JAVA_LONG_UNALIGNED, at + Report.RECORD_NANOS);
        failures += tellSafely(worker, claim.batch(), i, records, at) ? 0 : 1;
      }
      at += Report.RECORD_CONTENT + length;
    }
    worker.card().finished(claim.end() - claim.from(), nanos);
    claim.batch().job().progressed(worker.name(), claim.end() - claim.from(), failures);
    dispatcher.told(claim);
  }

  /// Tells the job of one of its tasks, whatever happens.
  private static boolean tellSafely(
      ProcessWorker worker, Batch batch, int index, MemorySegment records, long at) {
    try {
      long nanos = records.get(JAVA_LONG_UNALIGNED, at + Report.RECORD_NANOS);
      worker.card().took(nanos, batch.argument(index));
      return tell(worker, batch, index, records, at);
    } catch (RuntimeException | Error e) {
      // What comes from a worker may run code of its own here. Nobody else is to suffer from it.
      batch.job().failed(batch.indexInJob(index), new Trouble.Threw(e));
      return false;
    }
  }

  /// Tells the job of one of its tasks.
  ///
  /// @return false if it has no result
  private static boolean tell(
      ProcessWorker worker, Batch batch, int index, MemorySegment records, long at) {
    Job job = batch.job();
    int task = batch.indexInJob(index);
    long length = records.get(JAVA_LONG_UNALIGNED, at);
    long kind = records.get(JAVA_LONG_UNALIGNED, at + Report.RECORD_KIND);
    long content = at + Report.RECORD_CONTENT;
    if (kind == Report.VALUE) {
      Object value;
      try {
        value = Codec.current().decode(records, content, length);
      } catch (NotReadableException e) {
        job.failed(task, new Trouble.Unreadable(e));
        return false;
      }
      job.value(task, value);
      return true;
    }
    if (kind == Report.SKIPPED) {
      job.failed(task, Worker.skipped(job));
    } else if (kind == Report.THREW) {
      byte[] failure = bytes(records, content, length);
      job.failed(task, new Trouble.Failed(decode(failure), named(worker)));
    } else {
      byte[] text = bytes(records, content, length);
      job.failed(task, new Trouble.Uncopyable(new String(text, StandardCharsets.UTF_8)));
    }
    return false;
  }

  private static byte[] bytes(MemorySegment from, long at, long length) {
    return from.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private static Failure decode(byte[] failure) {
    return Failure.decode(failure, CodeBase.current());
  }

  @Override
  public void ended(ProcessWorker worker) {
    workers.remove(worker.number());
    int exitCode = worker.recruit().ended().join();
    worker.recruit().reap();
    Journal journal = worker.journal();
    if (journal.saved() > 0) {
      // What it had no more time to send.
      MemorySegment records = journal.memory().asSlice(Journal.RESULTS);
      results(worker, journal.batch(), journal.first(), journal.saved(), records);
    }
    dispatcher.ended(
        worker,
        worker.running(),
        new Departure(
            worker.name(), worker.pid(), exitCode, worker.wasReady(), journal.lastLines()));
  }
}
