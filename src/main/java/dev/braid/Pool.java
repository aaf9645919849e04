package dev.braid;

import dev.braid.memory.Output;
import dev.braid.pool.PoolInsights;
import dev.braid.pool.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Workers that do tasks: processes, or threads; Python's `multiprocessing.Pool`.
///
/// The tasks of a pool of processes are copied to its workers, with all that their functions reach,
/// as of the call; results are copied back. What a task prints appears under the cell that
/// submitted it. Threads share the caller's memory: nothing is copied, and what one task changes
/// the others see.
///
/// Nothing hangs. A worker process that dies fails the task that it was running, and no other one,
/// with a [WorkerDiedException], and is replaced; what can't be copied, an initializer or a
/// callback that throws, a pool that is terminated: whoever waits for the result gets the
/// exception.
///
/// [#map] and its relatives show their progress if they take longer than half a second: as a bar in
/// a notebook, as a line on a terminal.
///
/// Close it when there is nothing more to do; its workers then end by themselves. They end with
/// this process in any case. Other processes can't use it; one that all can use is made by
/// [Manager#pool]. Safe for use by many threads.
public sealed class Pool implements AutoCloseable permits PoolProxy {
  private final PoolDesk desk;
  private final Arrival.Source arrivals;
  private volatile boolean quiet;
  private volatile String label = "";
  private CompletableFuture<Void> callbacks = CompletableFuture.completedFuture(null);

  /// The thread that runs a callback; null if none does.
  private volatile @Nullable Thread calling;

  /// As many processes as there are processors.
  public Pool() {
    this(Multiprocessing.cpuCount());
  }

  /// So many processes.
  ///
  /// @throws IllegalArgumentException if there is less than one
  /// @throws StartFailedException if one can't be started; those that were are ended
  public Pool(int processes) {
    this(new PoolBuilder().processes(processes));
  }

  Pool(PoolBuilder builder) {
    this(new LocalDesk(builder.build(), builder.kind()));
  }

  private Pool(LocalDesk desk) {
    this(desk, desk);
  }

  /// One whose workers are wherever its desk is.
  ///
  /// @param arrivals where tasks are submitted that nobody waits for at once
  Pool(PoolDesk desk, Arrival.Source arrivals) {
    this.desk = desk;
    this.arrivals = arrivals;
  }

  /// A pool of processes with more to say about them.
  public static PoolBuilder builder() {
    return new PoolBuilder();
  }

  /// A pool of so many platform threads. They share the caller's memory, and one that doesn't heed
  /// an interruption can't be ended: see [#terminate].
  public static Pool ofThreads(int threads) {
    return new PoolBuilder().threads(threads).open();
  }

  /// A pool of virtual threads: one for each task that runs, however many. Otherwise as
  /// [#ofThreads].
  public static Pool ofVirtualThreads() {
    return new PoolBuilder().virtualThreads().open();
  }

  PoolDesk desk() {
    return desk;
  }

  Arrival.Source arrivals() {
    return arrivals;
  }

  /// Shows no progress from now on.
  ///
  /// @return this
  public Pool quiet() {
    quiet = true;
    return this;
  }

  /// What the work is called in the display of its progress, from now on.
  ///
  /// @return this
  public Pool label(String newLabel) {
    label = newLabel;
    return this;
  }

  /// Who submits now.
  Origin origin() {
    return new Origin(Output.cell(), label, quiet);
  }

  /// Runs callbacks one after the other, on threads that may wait.
  synchronized void callBack(Runnable callback) {
    callbacks =
        callbacks.handleAsync(
            (_, _) -> {
              calling = Thread.currentThread();
              try {
                callback.run();
              } finally {
                calling = null;
              }
              return null;
            },
            Thread::startVirtualThread);
  }

  /// True on the thread of a callback: no other callback runs before that one has returned.
  boolean isCallingBack() {
    return Thread.currentThread().equals(calling);
  }

  /// Does tasks, and waits for them.
  private Ending<List<@Nullable Object>> run(Submission tasks) {
    try {
      return desk.run(origin(), tasks);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for the results of a pool", e);
    }
  }

  private <R extends @Nullable Object> AsyncResult<R> begin(
      Submission tasks, Gathering.Whole<R> whole) {
    return new AsyncResult<>(this, arrivals.submit(origin(), tasks, whole));
  }

  private <R extends @Nullable Object> AsyncResult<R> beginOne(
      Shape shape, Object function, @Nullable Object argument) {
    return begin(Submission.one(shape, function, argument), Pool::only);
  }

  // What the function returned was an R.
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <R extends @Nullable Object> R only(List<@Nullable Object> values) {
    return (R) values.getFirst();
  }

  @SuppressWarnings("unchecked") // what the function returned were Rs
  private static <R extends @Nullable Object> List<R> all(List<@Nullable Object> values) {
    return (List<R>) values;
  }

  private static List<@Nullable Object> parts(@Nullable Object... parts) {
    return Arrays.asList(parts);
  }

  /// Lets a worker call that, and waits for its result.
  ///
  /// @throws CopyException if the function or its result can't be copied
  /// @throws WorkerDiedException if the worker died meanwhile
  /// @throws TaskException if the function throws a checked exception; an unchecked one arrives as
  ///   it is
  /// @throws IllegalStateException if the pool is not running
  public <R extends @Nullable Object> R apply(Fn<R> function) {
    return only(run(Submission.one(Shape.CALL, function, null)).get());
  }

  /// As [#apply(Fn)], with an argument.
  public <A, R extends @Nullable Object> R apply(Fn1<A, R> function, A a) {
    return only(run(Submission.one(Shape.ONE, function, a)).get());
  }

  /// As [#apply(Fn)], with two arguments.
  public <A, B, R extends @Nullable Object> R apply(Fn2<A, B, R> function, A a, B b) {
    return only(run(Submission.one(Shape.TWO, function, parts(a, b))).get());
  }

  /// As [#apply(Fn)], with three arguments.
  public <A, B, C, R extends @Nullable Object> R apply(Fn3<A, B, C, R> function, A a, B b, C c) {
    return only(run(Submission.one(Shape.THREE, function, parts(a, b, c))).get());
  }

  /// As [#apply(Fn)], with four arguments.
  public <A, B, C, D, R extends @Nullable Object> R apply(
      Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
    return only(run(Submission.one(Shape.FOUR, function, parts(a, b, c, d))).get());
  }

  /// Lets a worker call that; returns at once.
  ///
  /// @throws CopyException if the function can't be copied
  /// @throws IllegalStateException if the pool is not running
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(Fn<R> function) {
    return beginOne(Shape.CALL, function, null);
  }

  /// As [#applyAsync(Fn)], for work without a result.
  public AsyncResult<?> applyAsync(Task task) {
    return beginOne(Shape.RUN, task, null);
  }

  /// As [#applyAsync(Fn)], with an argument.
  public <A, R extends @Nullable Object> AsyncResult<R> applyAsync(Fn1<A, R> function, A a) {
    return beginOne(Shape.ONE, function, a);
  }

  /// As [#applyAsync(Fn)], with two arguments.
  public <A, B, R extends @Nullable Object> AsyncResult<R> applyAsync(
      Fn2<A, B, R> function, A a, B b) {
    return beginOne(Shape.TWO, function, parts(a, b));
  }

  /// As [#applyAsync(Fn)], with three arguments.
  public <A, B, C, R extends @Nullable Object> AsyncResult<R> applyAsync(
      Fn3<A, B, C, R> function, A a, B b, C c) {
    return beginOne(Shape.THREE, function, parts(a, b, c));
  }

  /// As [#applyAsync(Fn)], with four arguments.
  public <A, B, C, D, R extends @Nullable Object> AsyncResult<R> applyAsync(
      Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
    return beginOne(Shape.FOUR, function, parts(a, b, c, d));
  }

  /// Lets the workers call the function with each element, and waits for all results, in the order
  /// of the elements. If some fail, what the first of them threw is thrown when all have ended. An
  /// interruption cancels the tasks; the workers stay, but for those of tasks that don't heed it:
  /// see [AsyncResult#cancel].
  ///
  /// The elements are given to the workers in chunks, about four for each worker.
  public <A, R extends @Nullable Object> List<R> map(
      Fn1<A, R> function, Iterable<? extends A> input) {
    return all(run(Submission.of(Shape.ONE, function, input)).get());
  }

  /// As [#map(Fn1, Iterable)], in chunks of so many elements.
  public <A, R extends @Nullable Object> List<R> map(
      Fn1<A, R> function, Iterable<? extends A> input, int chunkSize) {
    return all(run(Submission.of(Shape.ONE, function, input, chunkSize)).get());
  }

  /// As [#map(Fn1, Iterable)], but returns at once.
  public <A, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      Fn1<A, R> function, Iterable<? extends A> input) {
    return begin(Submission.of(Shape.ONE, function, input), Pool::all);
  }

  /// As [#map(Fn1, Iterable, int)], but returns at once.
  public <A, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      Fn1<A, R> function, Iterable<? extends A> input, int chunkSize) {
    return begin(Submission.of(Shape.ONE, function, input, chunkSize), Pool::all);
  }

  /// As [#map(Fn1, Iterable)], for work without results.
  public <A> void forEach(Task1<A> task, Iterable<? extends A> input) {
    List<?> _ = run(Submission.of(Shape.ONE_RUN, task, input)).get();
  }

  /// As [#map(Fn1, Iterable)], with the two parts of each element as arguments.
  public <A, B, R extends @Nullable Object> List<R> starmap(
      Fn2<A, B, R> function, Iterable<Tuple2<A, B>> input) {
    return all(run(Submission.of(Shape.TWO, function, unpacked(input))).get());
  }

  /// As [#starmap(Fn2, Iterable)], in chunks of so many elements.
  public <A, B, R extends @Nullable Object> List<R> starmap(
      Fn2<A, B, R> function, Iterable<Tuple2<A, B>> input, int chunkSize) {
    return all(run(Submission.of(Shape.TWO, function, unpacked(input), chunkSize)).get());
  }

  /// As [#starmap(Fn2, Iterable)], but returns at once.
  public <A, B, R extends @Nullable Object> AsyncResult<List<R>> starmapAsync(
      Fn2<A, B, R> function, Iterable<Tuple2<A, B>> input) {
    return begin(Submission.of(Shape.TWO, function, unpacked(input)), Pool::all);
  }

  private static Iterable<List<@Nullable Object>> unpacked(Iterable<? extends Tuple2<?, ?>> pairs) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    pairs.forEach(pair -> all.add(parts(pair.first(), pair.second())));
    return all;
  }

  /// The results one after the other, in the order of the elements, each as soon as it is there.
  ///
  /// Elements are taken from the input as they are needed, a few for each worker ahead of the
  /// results that are taken: so the input may be endless. (Python takes all of it at once.)
  public <A, R extends @Nullable Object> ResultIterator<R> imap(
      Fn1<A, R> function, Iterable<? extends A> input) {
    return imap(function, input, 1);
  }

  /// As [#imap(Fn1, Iterable)], in chunks of so many elements.
  public <A, R extends @Nullable Object> ResultIterator<R> imap(
      Fn1<A, R> function, Iterable<? extends A> input, int chunkSize) {
    return ResultIterator.begin(this, function, input, chunkSize, true);
  }

  /// As [#imap(Fn1, Iterable)], but in the order in which the results come.
  public <A, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      Fn1<A, R> function, Iterable<? extends A> input) {
    return imapUnordered(function, input, 1);
  }

  /// As [#imapUnordered(Fn1, Iterable)], in chunks of so many elements.
  public <A, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      Fn1<A, R> function, Iterable<? extends A> input, int chunkSize) {
    return ResultIterator.begin(this, function, input, chunkSize, false);
  }

  /// Takes no more tasks; returns at once. Its workers end when they have done those that there
  /// are. Twice is fine, as is after [#terminate].
  @Override
  public void close() {
    Uninterrupted.run(desk::close);
  }

  /// Ends its workers at once; whoever waits for a task that hasn't ended gets a
  /// [PoolTerminatedException]. A thread can't be ended: it is interrupted, and if it doesn't heed
  /// that it goes on, without anybody waiting for it.
  public void terminate() {
    Uninterrupted.run(desk::terminate);
  }

  /// Waits until all its workers have ended; then every [AsyncResult] is ready, and all that they
  /// printed is shown.
  ///
  /// @throws IllegalStateException before [#close] or [#terminate]
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public void join() {
    try {
      desk.join();
      boolean _ = Output.awaitShown(Duration.ofNanos(Long.MAX_VALUE));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("joining " + named(), e);
    }
  }

  /// What an interrupted wait calls it; asks nobody for that.
  String named() {
    return toString();
  }

  /// How many workers there are at most.
  public int processes() {
    return desk.size();
  }

  /// The pids of the workers that live, in the order of their starts; of threads, this process's.
  public List<Long> pids() {
    return desk.pids();
  }

  /// What each worker did with its time, and the tasks that took longest.
  public PoolInsights insights() {
    return desk.insights();
  }

  @Override
  public String toString() {
    return desk.toString();
  }
}
