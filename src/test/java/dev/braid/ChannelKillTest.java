package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.Item.drain;
import static dev.braid.Item.numbers;
import static dev.braid.Item.putAll;
import static dev.braid.Item.range;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed at every instant of a put or a get.
class ChannelKillTest extends KillTest {
  private static final int EACH = 6;

  /// So many that some of their blocks are split or merged, whatever blocks were free before.
  private static final int MANY = 60;

  private static final int TO_GROW = 60;
  private static final int SMALL = 10;
  private static final int LARGE = 20_000;

  @ParameterizedTest
  @CsvSource({
    "channel.put.locked:1, 0",
    "channel.put.locked:3, 2",
    "channel.put.copied:3, 2",
    "channel.put.committed:3, 3",
    "channel.put.released:3, 3"
  })
  void aProducerOfSmallItems(String instant, int committed) {
    produce(instant, committed, EACH, SMALL);
  }

  @ParameterizedTest
  @CsvSource({
    "envelope.made:3, 2",
    "envelope.filled:3, 2",
    "channel.put.locked:3, 2",
    "channel.put.copied:3, 2",
    "channel.put.committed:3, 3",
    "channel.put.released:3, 3",
    // Each put takes the arena's lock for its envelope and for its commit.
    "arena.locked:5, 2",
    "arena.locked:6, 2",
    "heap.unlinked:3, 2",
    "heap.reset:3, 2",
    "heap.tagged:3, 2"
  })
  void aProducerOfLargeItems(String instant, int committed) {
    produce(instant, committed, EACH, LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aProducerThatSplitsABlock(int pass) {
    produce("heap.split:" + pass, -1, MANY, LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel.put.grown:1",
        "channel.put.grown:2",
        "heap.tagged:1",
        "heap.reset:1",
        "arena.locked:2"
      })
  void aProducerThatMakesTheRingGrow(String instant) {
    produce(instant, -1, TO_GROW, 4000);
  }

  /// @param committed how many of the victim's items are to arrive; negative if that depends on who
  ///   comes first
  private static void produce(String instant, int committed, int count, int size) {
    Queue<Item> queue = new Queue<>();
    // Beside the victim, but not if it would do the victim's work of growing.
    Process victim = Victim.start(instant, () -> putAll(queue, "victim", count, size));
    if (count == TO_GROW) {
      Victim.awaitDeath(instant, victim);
    }
    bystander.begin(() -> putAll(queue, "bystander", count, size));
    Victim.awaitDeath(instant, victim);
    assertThat(bystander.answer()).isEqualTo(count);
    int _ = putAll(queue, "main", count, size);
    List<Item> items = drain(queue);
    assertThat(numbers(items, "bystander")).isEqualTo(range(0, count));
    assertThat(numbers(items, "main")).isEqualTo(range(0, count));
    List<Integer> victims = numbers(items, "victim");
    assertThat(victims).isEqualTo(range(0, committed < 0 ? victims.size() : committed));
    assertThat(queue.qsize()).isZero();
    int _ = putAll(queue, "main", 1, size);
    assertThat(bystander.ask(() -> queue.get(PATIENCE).number(), PATIENCE)).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap.reserved:1", "heap.split:1", "envelope.made"})
  void aProducerOfAHugeItem(String instant) {
    produce(instant, 0, 1, 40 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.put.waiting:1", "channel.sleeping:1", "channel.sleeping:3"})
  void aProducerThatWaitsForRoom(String instant) {
    waitForRoom(instant);
  }

  private static void waitForRoom(String instant) {
    Queue<Item> queue = new Queue<>(1);
    queue.put(Item.of("main", 0, SMALL));
    Victim.killed(instant, () -> queue.put(Item.of("victim", 0, LARGE)));
    bystander.begin(() -> putAll(queue, "bystander", 1, LARGE));
    assertThat(queue.get(PATIENCE).who()).isEqualTo("main");
    assertThat(queue.get(PATIENCE).who()).isEqualTo("bystander");
    assertThat(bystander.answer()).isEqualTo(1);
    assertThat(queue.empty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap.freeing:1", "heap.freed:1", "arena.locked:2"})
  void aProducerThatGivesUp(String instant) {
    giveUp(instant);
  }

  private static void giveUp(String instant) {
    Queue<Item> queue = new Queue<>(1);
    queue.put(Item.of("main", 0, SMALL));
    Victim.killed(instant, () -> queue.putNowait(Item.of("victim", 0, LARGE)));
    assertThat(drain(queue)).hasSize(1);
    assertThat(bystander.ask(() -> putAll(queue, "bystander", 1, LARGE), PATIENCE)).isEqualTo(1);
    assertThat(numbers(drain(queue), "bystander")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aProducerThatIsAboutToWakeAConsumer(int size) {
    leaveAsleep(size);
  }

  private static void leaveAsleep(int size) {
    Queue<Item> queue = new Queue<>();
    // One who has waited for nothing: from then on producers wake.
    assertThatThrownBy(() -> queue.get(millis(50))).isInstanceOf(Queue.Empty.class);
    bystander.begin(() -> queue.get(seconds(60)).who());
    Victim.killed("sleepers.waking", () -> queue.put(Item.of("victim", 0, size)));
    assertThat(bystander.answer()).isEqualTo("victim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleepers.waking", "sleepers.leaving"})
  void aProducerThatFindsNobodyAsleep(String instant) {
    wakeNobody(instant);
  }

  private static void wakeNobody(String instant) {
    Queue<Item> queue = new Queue<>();
    assertThatThrownBy(() -> queue.get(millis(50))).isInstanceOf(Queue.Empty.class);
    Victim.killed(instant, () -> queue.put(Item.of("victim", 0, SMALL)));
    assertThat(queue.get(PATIENCE).who()).isEqualTo("victim");
    bystander.begin(() -> queue.get(seconds(60)).who());
    int _ = putAll(queue, "main", 1, SMALL);
    assertThat(bystander.answer()).isEqualTo("main");
  }

  @ParameterizedTest
  @CsvSource({
    "channel.get.locked:1, 0",
    "channel.get.locked:3, 2",
    "channel.get.copied:3, 2",
    "channel.get.committed:3, 3",
    "channel.get.released:3, 3"
  })
  void aConsumerOfSmallItems(String instant, int taken) {
    consume(instant, taken, EACH, SMALL);
  }

  @ParameterizedTest
  @CsvSource({
    "channel.get.locked:3, 2",
    "channel.get.copied:3, 2",
    "channel.get.committed:3, 3",
    "channel.get.released:3, 3",
    // Each get takes the arena's lock for its commit and to free the envelope.
    "arena.locked:5, 2",
    "arena.locked:6, 3",
    "envelope.read:3, 3",
    "heap.freeing:3, 3",
    "heap.freed:3, 3"
  })
  void aConsumerOfLargeItems(String instant, int taken) {
    consume(instant, taken, EACH, LARGE);
  }

  @Test
  void aConsumerThatMergesBlocks() {
    consume("heap.merged:1", -1, MANY, LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap.freeing:1", "heap.freed:1", "heap.freeing:2", "arena.locked:1"})
  void aConsumerThatEmptiesARing(String instant) {
    consume(instant, -1, 100, 4000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap.discarding", "heap.freed"})
  void aConsumerOfAHugeItem(String instant) {
    consume(instant, 1, 2, 40 << 20);
  }

  /// @param taken how many items the victim has got; negative if that depends on the heap
  private static void consume(String instant, int taken, int count, int size) {
    Queue<Item> queue = new Queue<>();
    int _ = putAll(queue, "main", count, size);
    Victim.killed(
        instant,
        () -> {
          while (true) {
            Item _ = queue.get();
          }
        });
    int left = queue.qsize();
    assertThat(left).isBetween(1, count);
    int first = count - left;
    if (taken >= 0) {
      assertThat(first).isEqualTo(taken);
    }
    assertThat(bystander.ask(() -> queue.get(PATIENCE).number(), PATIENCE)).isEqualTo(first);
    assertThat(numbers(drain(queue), "main")).isEqualTo(range(first + 1, count));
    int _ = putAll(queue, "main", 1, size);
    assertThat(numbers(drain(queue), "main")).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel.sleeping:1", "channel.sleeping:3"})
  void aConsumerThatWaits(String instant) {
    waitInVain(instant);
  }

  private static void waitInVain(String instant) {
    Queue<Item> queue = new Queue<>();
    Victim.killed(instant, queue::get);
    bystander.begin(() -> queue.get(seconds(60)).who());
    int _ = putAll(queue, "main", 1, SMALL);
    assertThat(bystander.answer()).isEqualTo("main");
  }

  @Test
  void aConsumerThatIsAboutToWakeAProducer() {
    leaveProducerAsleep();
  }

  private static void leaveProducerAsleep() {
    Queue<Item> queue = new Queue<>(1);
    int _ = putAll(queue, "main", 1, SMALL);
    // One who has waited for room: from then on consumers wake.
    assertThatThrownBy(() -> queue.put(Item.of("main", 9, SMALL), millis(50)))
        .isInstanceOf(Queue.Full.class);
    bystander.begin(() -> {
      queue.put(Item.of("bystander", 0, SMALL), seconds(60));
      return "put";
    });
    Victim.killed("sleepers.waking", queue::get);
    assertThat(bystander.answer()).isEqualTo("put");
    assertThat(numbers(drain(queue), "bystander")).hasSize(1);
  }
}
