package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Output;
import dev.braid.pool.Trouble.Threw;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A worker that is a thread of this process.
///
/// Nobody can kill it: it is interrupted instead, and no longer counted as a worker; what it still
/// does nobody looks at.
final class ThreadWorker extends Worker {
  private static final long PATIENCE = Duration.ofMillis(5).toNanos();
  private static final long PID = ProcessHandle.current().pid();

  private final String name;
  private final Caller caller;
  private final @Nullable Object initializer;
  private final Dispatcher dispatcher;
  private volatile @Nullable Thread thread;

  @GuardedBy("this")
  private final Deque<PlainBatch> lane = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean dismissed;

  @GuardedBy("this")
  private boolean killed;

  @GuardedBy("this")
  private @Nullable PlainBatch current;

  @GuardedBy("this")
  private int index;

  @GuardedBy("this")
  private long since;

  ThreadWorker(
      int number, String name, Caller caller, @Nullable Object initializer, Dispatcher dispatcher) {
    super(number, dispatcher.timesheet().starting(name));
    this.name = name;
    this.caller = caller;
    this.initializer = initializer;
    this.dispatcher = dispatcher;
  }

  void start(Thread.Builder builder) {
    thread = builder.unstarted(this::run);
    thread.start();
  }

  @Override
  String name() {
    return name;
  }

  @Override
  long pid() {
    return PID;
  }

  @Override
  boolean isProcess() {
    return false;
  }

  @Override
  synchronized void bring(Batch batch) {
    lane.add((PlainBatch) batch);
    notifyAll();
  }

  @Override
  synchronized List<Long> recall() {
    List<Long> back = lane.stream().map(Batch::number).toList();
    lane.clear();
    return back;
  }

  @Override
  synchronized Optional<Running> running() {
    return current == null
        ? Optional.empty()
        : Optional.of(new Running(current, index, Duration.ofNanos(System.nanoTime() - since)));
  }

  @Override
  synchronized void interrupt(Batch batch) {
    // The rest of its tasks it skips by itself: the job is broken off.
    if (current != null && current.equals(batch) && thread != null) {
      thread.interrupt();
    }
  }

  @Override
  synchronized boolean condemn(Running running) {
    boolean runs = current != null && current.equals(running.batch()) && index == running.index();
    killed |= runs;
    return runs;
  }

  @Override
  Optional<Object> standstill() {
    // It can't be stopped apart from this process.
    return Optional.empty();
  }

  @Override
  boolean halt() {
    return false;
  }

  @Override
  synchronized void dismiss() {
    dismissed = true;
    notifyAll();
  }

  @Override
  void kill() {
    Optional<Running> running = running();
    synchronized (this) {
      killed = true;
      notifyAll();
      if (thread != null) {
        thread.interrupt();
      }
    }
    // Not here: the caller has the dispatcher's lock, and counts on us meanwhile.
    Thread.startVirtualThread(() -> depart(running));
  }

  private void depart(Optional<Running> running) {
    dispatcher.ended(this, running, new Departure(name, PID, 0, wasReady(), ""));
  }

  private void run() {
    try {
      if (initializer != null) {
        Object _ = caller.call(Shape.RUN, initializer, null);
      }
    } catch (Throwable t) {
      dispatcher.notInitialized(this, new Threw(t));
      depart(Optional.empty());
      return;
    }
    dispatcher.ready(this);
    try {
      boolean more = true;
      while (more) {
        more = step();
      }
    } finally {
      depart(running());
    }
  }

  // A method of its own, so that it keeps nothing of a batch while it waits for the next one.
  private boolean step() {
    PlainBatch batch = next();
    if (batch != null) {
      work(batch);
    }
    return batch != null;
  }

  private synchronized @Nullable PlainBatch next() {
    while (lane.isEmpty() && !dismissed && !killed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // It was for a task that has ended.
      }
    }
    return killed ? null : lane.poll();
  }

  /// How a task ended.
  ///
  /// @param trouble null if it has a value
  private record Done(@Nullable Object value, @Nullable Trouble trouble, long nanos) {}

  private void work(PlainBatch batch) {
    Output.enter(batch.job().cell());
    List<Done> done = new ArrayList<>();
    long told = System.nanoTime();
    long now = told;
    for (int i = 0; i < batch.count(); i++) {
      done.add(task(batch, i, now));
      if (!end()) {
        // Nobody wants to know any more.
        return;
      }
      now = System.nanoTime();
      if (now - told > PATIENCE || i + 1 == batch.count()) {
        tell(batch, i + 1, done);
        done.clear();
        told = now;
      }
    }
  }

  private Done task(PlainBatch batch, int task, long now) {
    begin(batch, task, now);
    // Asked after others can see the task: it is either skipped or interrupted.
    if (batch.job().broken() != null) {
      return new Done(null, skipped(batch.job()), 0);
    }
    PlainFunction function = (PlainFunction) batch.job().function();
    try {
      Object value = caller.call(function.shape(), function.function(), batch.argument(task));
      return new Done(value, null, System.nanoTime() - now);
    } catch (Throwable t) {
      return new Done(null, new Threw(t), System.nanoTime() - now);
    }
  }

  private synchronized void begin(PlainBatch batch, int task, long now) {
    current = batch;
    index = task;
    since = now;
  }

  /// The task has ended; an interrupt that was for it is not for the next one.
  ///
  /// @return false if this worker was killed meanwhile; then the task stays the one that it was
  ///   doing, for its result is dropped
  private synchronized boolean end() {
    if (killed) {
      return false;
    }
    current = null;
    boolean _ = Thread.interrupted();
    return true;
  }

  /// @param done the endings of the tasks up to that index
  private void tell(PlainBatch batch, int end, List<Done> done) {
    Optional<Claim> found = dispatcher.claim(this, batch.number(), end);
    if (found.isEmpty()) {
      return;
    }
    Claim claim = found.get();
    Job job = batch.job();
    int failures = 0;
    long nanos = 0;
    int first = end - done.size();
    for (int i = claim.from(); i < end; i++) {
      Done one = done.get(i - first);
      Trouble trouble = one.trouble();
      nanos += one.nanos();
      if (card().isSlow(one.nanos())) {
        card().took(one.nanos(), batch.shown(i));
      }
      if (trouble == null) {
        job.value(batch.indexInJob(i), one.value());
      } else {
        job.failed(batch.indexInJob(i), trouble);
        failures++;
      }
    }
    card().finished(end - claim.from(), nanos);
    job.progressed(name, end - claim.from(), failures);
    dispatcher.told(claim);
  }
}
