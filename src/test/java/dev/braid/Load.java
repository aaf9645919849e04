package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.KillPoint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What tasks have as their arguments and results, that goes in envelopes: what is too large for a
/// ring, or names shared objects.
enum Load {
  /// Above 8 KiB: results are saved in the journal, and sent together.
  MEDIUM(20_000, false, 0),
  /// Above 64 KiB: results find no room in the journal, and are sent by themselves.
  LARGE(100_000, false, 0),
  /// Results that name a queue are sent by themselves, too.
  QUEUE(10, true, 0),
  /// The tasks fill their queue: its ring is replaced by a larger one.
  FULL_QUEUE(10, true, 20);

  private static final int TASKS = 4;
  private static final int CHUNK = 2;
  private static final int ITEM_SIZE = 7000;

  /// What a worker that is killed there costs. In all others it costs nothing: either the results
  /// are in the journal, or the batch goes to another worker as a whole.
  private static final Map<String, List<Load>> LOST =
      Map.of(
          "envelope.made", List.of(LARGE, QUEUE),
          "envelope.filled", List.of(LARGE, QUEUE),
          "channel.put.copied:2", List.of(LARGE, QUEUE),
          "channel.put.grown", List.of(FULL_QUEUE));

  private final int size;
  private final boolean hasQueue;
  private final int puts;

  Load(int size, boolean hasQueue, int puts) {
    this.size = size;
    this.hasQueue = hasQueue;
    this.puts = puts;
  }

  /// An argument, and its task's result.
  ///
  /// @param queues none or one
  private record Parcel(Item item, List<Queue<Item>> queues) implements Serializable {
    Parcel processed(int puts) {
      String who = "task " + item.number();
      queues.forEach(queue -> Item.putAll(queue, who, puts, ITEM_SIZE));
      return this;
    }
  }

  /// Where a worker dies with it.
  Stream<PoolCell> cells() {
    Stream<String> kills =
        switch (this) {
          case MEDIUM -> Stream.of("envelope.made", "envelope.read", "channel.put.committed:2");
          case LARGE ->
              Stream.of(
                  "channel.get.copied",
                  "channel.get.committed",
                  "arena.locked:1",
                  "arena.locked:2",
                  "arena.locked:3",
                  "envelope.made",
                  "envelope.filled",
                  "channel.put.copied:2",
                  "channel.put.committed:2",
                  "envelope.read");
          case QUEUE ->
              Stream.of(
                  "channel.get.committed",
                  "envelope.filled",
                  "channel.put.copied:2",
                  "channel.put.committed:2",
                  "envelope.read");
          case FULL_QUEUE -> Stream.of("channel.put.grown");
        };
    Stream<PoolCell> others =
        this == LARGE
            ? Stream.of(
                new PoolCell.WorkerDiesWith(this, Death.SIGSEGV, "envelope.filled"),
                new PoolCell.WorkerDiesWith(this, Death.HALT, "envelope.filled"),
                new PoolCell.WorkerDiesWith(this, Death.EXIT, "envelope.made"),
                new PoolCell.WorkerDiesWith(this, Death.EXIT, "envelope.filled"))
            : Stream.of();
    return Stream.concat(
        kills.map(instant -> new PoolCell.WorkerDiesWith(this, Death.SIGKILL, instant)), others);
  }

  void happen(Pool pool, Death death, String instant) {
    List<Queue<Item>> queues = hasQueue ? List.of(new Queue<>()) : List.of();
    Array<Integer> runs = new Array<>('i', TASKS);
    int eachPuts = puts;
    assertThat(
            pool.apply(() -> {
              KillPoint.arm(instant, death::strike);
              return 7;
            }))
        .isEqualTo(7);
    ResultIterator<Parcel> results =
        pool.imap(
            parcel -> {
              int number = parcel.item().number();
              runs.set(number, runs.get(number) + 1);
              return parcel.processed(eachPuts);
            },
            parcels(queues),
            CHUNK);
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; results.hasNext(); i++) {
      try {
        Item item = results.next().item();
        assertThat(item.number()).isEqualTo(i);
        assertThat(item.isWhole()).isTrue();
      } catch (WorkerDiedException e) {
        assertThat(e.exitCode()).isIn(death.exitCodes());
        failed.add(i);
      }
    }
    assertThat(Workers.ended(pool)).as("workers that came to %s", instant).isEqualTo(1);
    for (int task = 0; task < TASKS; task++) {
      assertThat(runs.get(task)).isBetween(failed.contains(task) ? 0 : 1, 1);
    }
    if (instant.startsWith("arena.locked")) {
      // Any thread of the worker may be the one who comes there.
      assertThat(failed).hasSizeLessThan(2);
    } else {
      assertThat(failed).hasSize(LOST.getOrDefault(instant, List.of()).contains(this) ? 1 : 0);
    }
    queues.forEach(queue -> hasAllOf(queue, failed));
  }

  private List<Parcel> parcels(List<Queue<Item>> queues) {
    return Item.range(0, TASKS).stream()
        .map(number -> new Parcel(Item.of("parcel", number, size), queues))
        .toList();
  }

  /// What was put by a task that failed is there up to a point.
  private void hasAllOf(Queue<Item> queue, List<Integer> failed) {
    List<Item> items = Item.drain(queue);
    for (int task = 0; task < TASKS; task++) {
      List<Integer> numbers = Item.numbers(items, "task " + task);
      assertThat(numbers).isEqualTo(Item.range(0, failed.contains(task) ? numbers.size() : puts));
    }
    queue.put(Item.of("last", 0, size));
    assertThat(queue.get().who()).isEqualTo("last");
  }
}
