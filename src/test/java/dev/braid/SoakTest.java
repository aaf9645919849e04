package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Deadline;
import dev.braid.memory.SharedArena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Four producers, four consumers, and somebody who kills them at random.
///
/// A kill every 50 ms, as long as the machine can start the next process: that takes 100 to 200 ms
/// of its processors, and more while they are busy; so the next kill waits until the last one's
/// heir works, and meanwhile the others wait for room. Every fourth heir is killed while it starts.
@Tag("linux")
class SoakTest {
  private static final int EACH = 4;
  private static final long DURATION = Long.getLong("braid.soak", 60);
  private static final long SEED = Long.getLong("braid.soak.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private @Nullable Soak shared = new Soak();
  private final Process[] processes = new Process[2 * EACH];
  private final List<Process> killed = new ArrayList<>();
  private int ids;
  private int killedConsumers;

  // What the results have said.
  private final Set<Long> seen = new HashSet<>();
  private final Map<Long, Integer> lastByConsumer = new HashMap<>();
  private final Map<Integer, Integer> ended = new HashMap<>();

  private Soak soak() {
    return Objects.requireNonNull(shared);
  }

  private static boolean isProducer(int place) {
    return place < EACH;
  }

  private void start(int place) {
    int id = ids++;
    long seed = random.nextLong();
    Soak with = soak();
    processes[place] =
        isProducer(place)
            ? new Process(() -> with.produce(id, seed))
            : new Process(() -> with.consume(id));
    processes[place].start();
  }

  private void kill(int place) {
    Process victim = processes[place];
    victim.kill();
    victim.join();
    assertThat(victim.exitCode()).isEqualTo(-9);
    killed.add(victim);
    if (!isProducer(place)) {
      killedConsumers++;
    }
  }

  private void awaitJoined() {
    int newest = -1;
    while (newest < ids - 1) {
      newest = Math.max(newest, soak().joined().get(seconds(30)));
    }
  }

  /// Each item whole, once, and in the order of its producer.
  private void check(Duration duration) {
    for (Soak.Result result : soak().drain(Deadline.in(duration))) {
      assertThat(result.isWhole()).as("%s, seed %d", result, SEED).isTrue();
      long name = ((long) result.producer() << 32) | result.number();
      assertThat(seen.add(name)).as("%s comes once, seed %d", result, SEED).isTrue();
      long pair = ((long) result.consumer() << 32) | result.producer();
      Integer before = lastByConsumer.put(pair, result.number());
      assertThat(before == null || before < result.number())
          .as("%s comes after %s, seed %d", result, before, SEED)
          .isTrue();
      if (result.isLast()) {
        ended.put(result.producer(), result.number() + 1);
      }
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as it is asked for
  void randomKillsLoseNothingAndRepeatNothing() {
    System.out.printf("soak: %d s, -Dbraid.soak.seed=%d%n", DURATION, SEED);
    Baseline before = Baseline.settled();
    for (int place = 0; place < processes.length; place++) {
      start(place);
    }
    awaitJoined();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DURATION);
    long most = 0;
    while (System.nanoTime() < end) {
      check(millis(50));
      int place = random.nextInt(processes.length);
      kill(place);
      start(place);
      if (random.nextInt(4) == 0) {
        kill(place);
        start(place);
      }
      awaitJoined();
      most = Math.max(most, SharedArena.current().used() - before.used());
    }
    finish();
    int put = soak().work().channel().putCount() - EACH;
    int missing = put - seen.size();
    System.out.printf(
        "soak: %,d items, %d killed (%d consumers), %d items with the killed, at most %,d bytes%n",
        put, killed.size(), killedConsumers, missing, most);
    assertThat(killed.size()).isGreaterThanOrEqualTo((int) (DURATION / 10));
    // One killed between the commits of its get and of its put takes one item with it.
    assertThat(missing).as("seed %d", SEED).isBetween(0, killedConsumers);
    requireNoGaps(missing);
    // 64 items of 128 KiB, and what the garbage collectors of nine processes haven't found yet.
    assertThat(most).as("bytes in use, seed %d", SEED).isLessThan(256 << 20);
    shared = null;
    assertThat(Baseline.settled().used()).as("seed %d", SEED).isLessThanOrEqualTo(before.used());
  }

  /// What producers have put is there from 0 on, but for the missing ones.
  private void requireNoGaps(int missing) {
    Map<Integer, Integer> highest = new HashMap<>(ended);
    for (long name : seen) {
      highest.merge((int) (name >>> 32), (int) name + 1, Math::max);
    }
    Map<Integer, Integer> missed = new HashMap<>(highest);
    for (long name : seen) {
      missed.merge((int) (name >>> 32), -1, Integer::sum);
    }
    int gaps = missed.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(gaps).as("gaps, seed %d", SEED).isLessThanOrEqualTo(missing);
    assertThat(ended).as("producers that ended by themselves, seed %d", SEED).hasSize(EACH);
  }

  private void finish() {
    soak().stop().put("stop");
    for (int place = 0; place < EACH; place++) {
      join(place);
    }
    for (int i = 0; i < EACH; i++) {
      soak().endConsumer();
    }
    for (int place = EACH; place < 2 * EACH; place++) {
      join(place);
    }
    check(Duration.ZERO);
    assertThat(soak().work().empty()).isTrue();
  }

  private void join(int place) {
    while (!processes[place].join(millis(20))) {
      check(Duration.ZERO);
    }
    assertThat(processes[place].exitCode()).as("seed %d", SEED).isEqualTo(0);
  }
}
