package dev.braid;

import dev.braid.code.NotCopyableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Deadline;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.Function;
import dev.braid.pool.Job;
import dev.braid.pool.PoolInsights;
import dev.braid.pool.PoolState;
import dev.braid.pool.Shape;
import dev.braid.pool.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How tasks get to workers that this process has.
final class LocalDesk implements PoolDesk, Arrival.Source {
  private final Dispatcher dispatcher;
  private final String kind;

  /// @param kind what the workers are called
  LocalDesk(Dispatcher dispatcher, String kind) {
    this.dispatcher = dispatcher;
    this.kind = kind;
  }

  @Override
  public Ending<List<@Nullable Object>> run(Origin origin, Submission tasks)
      throws InterruptedException {
    Gathering<List<@Nullable Object>> job = gather(origin, tasks, values -> values, true);
    try {
      boolean _ = dispatcher.await(job.ending()::isDone, Deadline.NONE);
    } catch (InterruptedException e) {
      boolean _ = job.cancel(dispatcher);
      throw e;
    }
    return job.ending().join();
  }

  @Override
  public <R extends @Nullable Object> Arrival<R> submit(
      Origin origin, Submission tasks, Gathering.Whole<R> whole) {
    return new UnderWay<>(dispatcher, gather(origin, tasks, whole, false));
  }

  /// Submits the tasks.
  ///
  /// @param attended true if the caller waits for them at once
  private <R extends @Nullable Object> Gathering<R> gather(
      Origin origin, Submission tasks, Gathering.Whole<R> whole, boolean attended) {
    List<?> arguments = tasks.arguments();
    int chunkSize = tasks.chunkSize(dispatcher.size());
    Function packed = function(tasks.shape(), tasks.function());
    Gathering<R> job =
        origin.job(
            OptionalLong.of(arguments.size()),
            reporter -> new Gathering<>(packed, arguments.size(), whole, reporter));
    begin(job);
    // As long: the sum may be beyond what an int holds.
    for (long from = 0; from < arguments.size(); from += chunkSize) {
      int to = (int) Math.min(arguments.size(), from + chunkSize);
      submitOrBreakOff(job, (int) from, arguments.subList((int) from, to), attended);
    }
    dispatcher.seal(job);
    return job;
  }

  /// A function in the form in which workers get it.
  private Function function(Shape shape, Object function) {
    try {
      return dispatcher.function(shape, function);
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  /// Begins a job, whose tasks are to follow.
  private void begin(Job job) {
    boolean begun = false;
    try {
      dispatcher.begin(job);
      begun = true;
    } finally {
      if (!begun) {
        // It is over before it has begun.
        dispatcher.seal(job);
      }
    }
  }

  /// What has no result as a whole is not done in part.
  private void submitOrBreakOff(Job job, int first, List<?> arguments, boolean attended) {
    boolean done = false;
    try {
      boolean _ = submit(job, first, arguments, attended);
      done = true;
    } finally {
      if (!done) {
        dispatcher.breakOff(job, new Trouble.Cancelled());
        dispatcher.seal(job);
      }
    }
  }

  private boolean submit(Job job, int first, List<?> arguments, boolean attended) {
    try {
      return dispatcher.submit(job, first, arguments, attended);
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    }
  }

  @Override
  public TaskStream stream(Origin origin, Object function, long total, boolean ordered) {
    Function packed = function(Shape.ONE, function);
    Streaming job =
        origin.job(
            total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
            reporter -> new Streaming(packed, ordered, reporter));
    begin(job);
    return new Flowing(job);
  }

  @Override
  public void close() {
    dispatcher.close();
  }

  @Override
  public void terminate() {
    dispatcher.terminate();
  }

  @Override
  public void join() throws InterruptedException {
    if (dispatcher.state() == PoolState.RUNNING) {
      throw new IllegalStateException(
          "Pool is still running; close() it, or terminate() it, and then join() it");
    }
    boolean _ = dispatcher.await(dispatcher::isOver, Deadline.NONE);
  }

  @Override
  public int size() {
    return dispatcher.size();
  }

  @Override
  public List<Long> pids() {
    return dispatcher.pids();
  }

  @Override
  public PoolInsights insights() {
    return dispatcher.insights();
  }

  @Override
  public String toString() {
    return "Pool[%s, %s%s]"
        .formatted(
            dispatcher.state().toString().toLowerCase(Locale.ROOT),
            size() == Integer.MAX_VALUE ? "" : size() + " ",
            kind);
  }

  private record UnderWay<R extends @Nullable Object>(Dispatcher dispatcher, Gathering<R> job)
      implements Arrival<R> {
    @Override
    public CompletableFuture<Ending<R>> ending() {
      return job.ending();
    }

    @Override
    public boolean await(Deadline deadline) throws InterruptedException {
      return dispatcher.await(job.ending()::isDone, deadline);
    }

    @Override
    public void limit(Duration limit) {
      dispatcher.limit(job, limit);
    }

    @Override
    public boolean cancel() {
      return job.cancel(dispatcher);
    }
  }

  private final class Flowing implements TaskStream {
    private final Streaming job;

    /// The first task that wasn't submitted yet.
    private int next;

    Flowing(Streaming job) {
      this.job = job;
    }

    @Override
    public boolean submit(int first, List<?> arguments) {
      if (first < next) {
        return true;
      }
      boolean taken = LocalDesk.this.submit(job, first, arguments, false);
      if (taken) {
        next = first + arguments.size();
      }
      return taken;
    }

    @Override
    public void refuse(int first, int count, RuntimeException why) {
      if (first >= next) {
        job.refused(first, count, why);
        next = first + count;
      }
    }

    @Override
    public void seal() {
      dispatcher.seal(job);
    }

    @Override
    public @Nullable Ending<?> take(Duration limit) throws InterruptedException {
      return dispatcher.await(job::isReady, Deadline.in(limit)) ? job.take() : null;
    }

    @Override
    public void cancel() {
      job.cancel(dispatcher);
    }
  }
}
