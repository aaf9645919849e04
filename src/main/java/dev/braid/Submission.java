package dev.braid;

import dev.braid.code.NotCopyableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.Function;
import dev.braid.pool.Job;
import dev.braid.pool.ProgressReporter;
import dev.braid.pool.Shape;
import dev.braid.pool.Trouble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How tasks get from a [Pool]'s methods to its workers.
///
/// @param shape of the function
/// @param arguments one for each task
/// @param chunkSize how many tasks a worker gets at once
record Submission(Shape shape, Object function, List<?> arguments, int chunkSize) {
  /// So many chunks each worker gets if nobody says anything, as in Python.
  private static final int CHUNKS_PER_WORKER = 4;

  /// One task.
  static Submission of(Shape shape, Object function, @Nullable Object argument) {
    List<@Nullable Object> one = new ArrayList<>(1);
    one.add(argument);
    return new Submission(shape, function, one, 1);
  }

  /// A task for each element, in chunks of the default size.
  static Submission of(Shape shape, Object function, Iterable<?> input, Dispatcher dispatcher) {
    List<?> arguments = list(input);
    long chunks = (long) CHUNKS_PER_WORKER * dispatcher.size();
    return new Submission(
        shape, function, arguments, (int) Math.max(1, Math.ceilDiv(arguments.size(), chunks)));
  }

  /// A task for each element, in chunks of that size.
  static Submission of(Shape shape, Object function, Iterable<?> input, int chunkSize) {
    return new Submission(shape, function, list(input), requireChunkSize(chunkSize));
  }

  static int requireChunkSize(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException(
          "Chunksize must be 1+, not %d; give the number of tasks that a worker gets at once"
              .formatted(chunkSize));
    }
    return chunkSize;
  }

  private static List<?> list(Iterable<?> input) {
    if (input instanceof Range range) {
      return range;
    }
    if (input instanceof Collection<?> all) {
      return new ArrayList<>(all);
    }
    List<@Nullable Object> all = new ArrayList<>();
    input.forEach(all::add);
    return all;
  }

  /// A function in the form in which workers get it.
  static Function function(Dispatcher dispatcher, Shape shape, Object function) {
    try {
      return dispatcher.function(shape, function);
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  /// Submits the tasks, for a result that is wanted as a whole.
  ///
  /// @param attended true if the caller waits for it at once
  <R extends @Nullable Object> AsyncResult<R> gather(
      Pool pool, Gathering.Whole<R> whole, boolean attended) {
    Dispatcher dispatcher = pool.dispatcher();
    Function packed = function(dispatcher, shape, function);
    ProgressReporter reporter = pool.reporter(OptionalLong.of(arguments.size()));
    Gathering<R> job = new Gathering<>(packed, arguments.size(), whole, reporter);
    begin(dispatcher, job);
    AsyncResult<R> result = new AsyncResult<>(pool, job);
    // As long: the sum may be beyond what an int holds.
    for (long from = 0; from < arguments.size(); from += chunkSize) {
      int to = (int) Math.min(arguments.size(), from + chunkSize);
      List<?> chunk = arguments.subList((int) from, to);
      submitOrBreakOff(dispatcher, job, (int) from, chunk, attended);
    }
    dispatcher.seal(job);
    return result;
  }

  /// Begins a job, whose tasks are to follow.
  ///
  /// @throws IllegalStateException if the pool is not running
  static void begin(Dispatcher dispatcher, Job job) {
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
  private static void submitOrBreakOff(
      Dispatcher dispatcher, Job job, int first, List<?> arguments, boolean attended) {
    boolean done = false;
    try {
      boolean _ = submit(dispatcher, job, first, arguments, attended);
      done = true;
    } finally {
      if (!done) {
        dispatcher.breakOff(job, new Trouble.Cancelled());
        dispatcher.seal(job);
      }
    }
  }

  /// Submits tasks of a job.
  ///
  /// @return false if the pool takes no more of it
  /// @throws CopyException if an argument can't be copied
  static boolean submit(
      Dispatcher dispatcher, Job job, int first, List<?> arguments, boolean attended) {
    try {
      return dispatcher.submit(job, first, arguments, attended);
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    }
  }
}
