package dev.braid;

import static dev.braid.Multiprocessing.millis;

import dev.braid.memory.Deadline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;

/// The work of a soak: producers that number what they put, consumers that check and pass on.
///
/// @param work from producers to consumers; with a bound, so that nobody runs ahead
/// @param results from consumers; likewise
/// @param joined the ids of those that have begun
/// @param stop not empty once producers are to end
record Soak(Queue<Load> work, Queue<Result> results, Queue<Integer> joined, Queue<String> stop)
    implements Serializable {
  private static final int LARGEST = 100_000;

  Soak() {
    this(new Queue<>(64), new Queue<>(64), new Queue<>(), new Queue<>());
  }

  /// What goes through.
  ///
  /// @param producer id of it; -1 ends a consumer
  /// @param number counted by the producer
  /// @param isLast true if the producer ends with it
  /// @param named with the number in it
  record Load(
      int producer,
      int number,
      boolean isLast,
      byte[] bytes,
      long sum,
      Optional<SimpleQueue<Integer>> named)
      implements Serializable {
    boolean isWhole() {
      return sum == checksum(producer, number, bytes) && named.stream().allMatch(this::holdsNumber);
    }

    private boolean holdsNumber(SimpleQueue<Integer> queue) {
      return queue.get() == number && queue.empty();
    }
  }

  /// What a consumer says of a load.
  record Result(int consumer, int producer, int number, boolean isLast, boolean isWhole)
      implements Serializable {}

  private static long checksum(int producer, int number, byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(producer);
    sum.update(number);
    sum.update(bytes);
    return sum.getValue();
  }

  void produce(int id, long seed) {
    Random random = new Random(seed);
    joined.put(id);
    boolean last = false;
    for (int number = 0; !last; number++) {
      last = !stop.empty();
      byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 200 : LARGEST)];
      random.nextBytes(bytes);
      Optional<SimpleQueue<Integer>> named = Optional.empty();
      if (random.nextInt(20) == 0) {
        named = Optional.of(new SimpleQueue<>());
        named.get().put(number);
      }
      work.put(new Load(id, number, last, bytes, checksum(id, number, bytes), named));
    }
  }

  void consume(int id) {
    joined.put(id);
    for (Load load = work.get(); load.producer >= 0; load = work.get()) {
      results.put(new Result(id, load.producer, load.number, load.isLast, load.isWhole()));
    }
  }

  void endConsumer() {
    work.put(new Load(-1, 0, false, new byte[0], 0, Optional.empty()));
  }

  /// The results that are there, and that come up to the deadline.
  List<Result> drain(Deadline deadline) {
    List<Result> drained = new ArrayList<>();
    for (int left = results.qsize(); left > 0; left--) {
      drained.add(results.get());
    }
    while (!deadline.isOver()) {
      try {
        drained.add(results.get(deadline.remaining(millis(50))));
      } catch (Queue.Empty e) {
        return drained;
      }
    }
    return drained;
  }
}
