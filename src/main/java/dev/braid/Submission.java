package dev.braid;

import dev.braid.pool.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks for a [Pool], in a form that can be sent.
///
/// @param shape of the function
/// @param arguments one for each task
/// @param chunkSize how many tasks a worker gets at once; 0 if nobody says anything
@SuppressWarnings("serial") // that they can be sent is seen when they are
record Submission(Shape shape, Object function, List<?> arguments, int chunkSize)
    implements Serializable {
  /// So many chunks each worker gets if nobody says anything, as in Python.
  private static final int CHUNKS_PER_WORKER = 4;

  /// One task.
  static Submission one(Shape shape, Object function, @Nullable Object argument) {
    List<@Nullable Object> one = new ArrayList<>(1);
    one.add(argument);
    return new Submission(shape, function, one, 1);
  }

  /// A task for each element, in chunks of the default size.
  static Submission of(Shape shape, Object function, Iterable<?> input) {
    return new Submission(shape, function, list(input), 0);
  }

  /// A task for each element, in chunks of that size.
  static Submission of(Shape shape, Object function, Iterable<?> input, int chunkSize) {
    return new Submission(shape, function, list(input), requireChunkSize(chunkSize));
  }

  /// How many tasks one of so many workers gets at once.
  int chunkSize(int workers) {
    long chunks = (long) CHUNKS_PER_WORKER * workers;
    return chunkSize > 0 ? chunkSize : (int) Math.max(1, Math.ceilDiv(arguments.size(), chunks));
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
}
