package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.braid.memory.Deadline;
import dev.braid.memory.SharedArena;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Four producers, four consumers, and somebody who kills one of them every 50 ms, at random.
///
/// To start a JVM takes a tenth of a second of a processor, and several on a busy machine, so many
/// of the killed have not yet come to work: [SoakCrew] says who is picked.
@Tag("linux")
class SoakTest {
  private static final long DURATION = Long.getLong("braid.soak", 60);
  private static final long SEED = Long.getLong("braid.soak.seed", System.nanoTime());
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as it is asked for, and what follows
  void randomKillsLoseNothingAndRepeatNothing() {
    assertTimeoutPreemptively(Duration.ofSeconds(DURATION + 240), SoakTest::soakBetweenBaselines);
  }

  private static void soakBetweenBaselines() {
    System.out.printf("soak: %d s, -Dbraid.soak.seed=%d%n", DURATION, SEED);
    Baseline before = Baseline.settled();
    soak(before);
    before.isBack();
  }

  // A method of its own, so that it keeps nothing of the soak.
  private static void soak(Baseline before) {
    Soak soak = new Soak();
    SoakLedger ledger = new SoakLedger(soak, SEED);
    SoakCrew crew = new SoakCrew(soak, new Random(SEED));
    crew.awaitJoined();
    long most = killAtRandom(crew, ledger, before);
    finish(soak, crew, ledger);
    int put = soak.work().channel().putCount() - SoakCrew.EACH;
    int missing = put - ledger.items();
    int killed = crew.killedWorking() + crew.killedStarting();
    System.out.printf(
        "soak: %,d items, %d with the killed; %d killed, %.1f a second, %d of them at work (%d"
            + " consumers); at most %,d bytes%n",
        put,
        missing,
        killed,
        (double) killed / DURATION,
        crew.killedWorking(),
        crew.killedConsumers(),
        most);
    // With ten busy threads for each processor they were still 10 a second and 1 in two seconds.
    assertThat(killed).isGreaterThanOrEqualTo((int) (2 * DURATION));
    assertThat(crew.killedWorking()).isGreaterThanOrEqualTo((int) (DURATION / 10));
    // One killed between the commits of its get and of its put takes one item with it.
    assertThat(missing).as("seed %d", SEED).isBetween(0, crew.killedConsumers());
    ledger.requireNoGaps(missing, SoakCrew.EACH);
    // 64 items of 128 KiB, and what the garbage collectors of nine processes haven't found yet.
    assertThat(most).as("bytes in use, seed %d", SEED).isLessThan(256 << 20);
  }

  /// @return the most bytes that were in use meanwhile
  private static long killAtRandom(SoakCrew crew, SoakLedger ledger, Baseline before) {
    long most = 0;
    long due = System.nanoTime();
    long end = due + TimeUnit.SECONDS.toNanos(DURATION);
    while (due - end < 0) {
      // Those that it is late for are not made up for at once.
      due = Math.max(due + PAUSE, System.nanoTime());
      ledger.check(new Deadline(due, true));
      crew.killOne();
      most = Math.max(most, SharedArena.current().used() - before.used());
    }
    crew.awaitDeaths();
    return most;
  }

  private static void finish(Soak soak, SoakCrew crew, SoakLedger ledger) {
    soak.stop().put("stop");
    join(crew.producers(), ledger);
    for (int i = 0; i < SoakCrew.EACH; i++) {
      soak.endConsumer();
    }
    join(crew.consumers(), ledger);
    ledger.check(Deadline.in(Duration.ZERO));
    assertThat(soak.work().empty()).isTrue();
  }

  private static void join(List<Process> processes, SoakLedger ledger) {
    for (Process process : processes) {
      while (!process.join(millis(20))) {
        ledger.check(Deadline.in(Duration.ZERO));
      }
      assertThat(process.exitCode()).as("seed %d", SEED).isEqualTo(0);
    }
  }
}
