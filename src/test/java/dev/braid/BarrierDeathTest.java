package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.braid.Barrier.BrokenBarrierException;
import dev.braid.memory.KillPoint;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed at a barrier: as a party, or while they break or reset it.
class BarrierDeathTest extends DeathTest {
  private static void awaitInside(int count, Barrier barrier) {
    while (barrier.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  /// Lets the bystander come in.
  private static void enter(Barrier barrier) {
    int before = barrier.waiting();
    bystander.begin(() -> barrier.await());
    awaitInside(before + 1, barrier);
  }

  private static void requireBroken(Object answer) {
    assertThat(answer)
        .asString()
        .startsWith(BrokenBarrierException.class.getName())
        .contains("the barrier is broken");
  }

  /// Both parties come, twice.
  private static void requireUsable(Barrier barrier) {
    assertThat(barrier.isBroken()).isFalse();
    for (int round = 0; round < 2; round++) {
      assertThat(barrier.waiting()).isZero();
      bystander.begin(() -> barrier.await());
      int index = barrier.await(PATIENCE);
      assertThat(List.of(bystander.answer(), index)).containsExactlyInAnyOrder(0, 1);
    }
    assertThat(barrier).hasToString("Barrier[0 of 2 there]");
  }

  @ParameterizedTest
  @CsvSource({
    "waiter.claimed, true",
    "barrier.arrived, true",
    "barrier.acting, true",
    "barrier.tripping, true",
    "barrier.tripped, false",
    "barrier.leaving, false",
    "barrier.left, false"
  })
  void theLastParty(String instant, boolean broken) {
    Barrier barrier = new Barrier(2);
    enter(barrier);
    Victim.killed(instant, barrier::await);
    Object answer = bystander.answer();
    if (broken) {
      requireBroken(answer);
      assertThat(answer).asString().containsPattern("which (has ended|ended with exit code -9)");
      assertThatExceptionOfType(BrokenBarrierException.class)
          .isThrownBy(() -> barrier.await(PATIENCE));
      barrier.reset();
    } else {
      assertThat(answer).isEqualTo(0);
    }
    requireUsable(barrier);
  }

  @ParameterizedTest
  @ValueSource(strings = {"waiter.claimed", "barrier.arrived", "barrier.leaving", "barrier.left"})
  void theFirstParty(String instant) {
    Barrier barrier = new Barrier(2);
    Process victim = Victim.start(instant, barrier::await);
    if (instant.startsWith("barrier.le")) {
      awaitInside(1, barrier);
      assertThat(barrier.await(PATIENCE)).isEqualTo(1);
      Victim.awaitDeath(instant, victim);
    } else {
      Victim.awaitDeath(instant, victim);
      requireBroken(bystander.ask(() -> barrier.await(), PATIENCE));
      barrier.reset();
    }
    requireUsable(barrier);
  }

  /// The next round has begun, and needs the room of one who has not left the last one.
  @ParameterizedTest
  @ValueSource(strings = {"barrier.left", "barrier.waking"})
  void oneWhomOthersWaitForToLeave(String instant) {
    Barrier barrier = new Barrier(2);
    Event waits = new Event();
    Process victim =
        armed(
            "barrier.leaving",
            () -> {
              boolean _ = waits.await();
              KillPoint.arm(instant, KillPoint::kill);
            },
            barrier);
    awaitInside(1, barrier);
    assertThat(barrier.await(PATIENCE)).isEqualTo(1);
    enter(barrier);
    Process next = armed("barrier.waiting", waits::set, barrier);
    Victim.awaitDeath(instant, victim);
    assertThat(bystander.answer()).isEqualTo(0);
    next.join();
    assertThat(next.exitCode()).isZero();
    requireUsable(barrier);
  }

  /// A party that does something at an instant.
  private static Process armed(String instant, Task deed, Barrier barrier) {
    return Victim.start(
        "none",
        () -> {
          KillPoint.arm(
              instant,
              () -> {
                try {
                  deed.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
          int _ = barrier.await();
        });
  }

  @Test
  void oneWhoWaitsForRoom() {
    Barrier barrier = new Barrier(2);
    Event died = new Event();
    Process slow = armed("barrier.leaving", died::await, barrier);
    awaitInside(1, barrier);
    assertThat(barrier.await(PATIENCE)).isEqualTo(1);
    enter(barrier);
    Victim.killed("barrier.waiting", barrier::await);
    died.set();
    assertThat(barrier.await(PATIENCE)).isEqualTo(1);
    assertThat(bystander.answer()).isEqualTo(0);
    slow.join();
    requireUsable(barrier);
  }

  @ParameterizedTest
  @CsvSource({"barrier.breaking, false", "barrier.broken, true"})
  void oneWhoBreaksIt(String instant, boolean broken) {
    Barrier barrier = new Barrier(3);
    enter(barrier);
    Survivor second = Survivor.begin(() -> barrier.await());
    awaitInside(2, barrier);
    Victim.killed(instant, barrier::abort);
    assertThat(barrier.isBroken()).isEqualTo(broken);
    if (!broken) {
      // It never happened, and somebody else can do it.
      barrier.abort();
    }
    requireBroken(bystander.answer());
    requireBroken(second.answer());
    requireBroken(bystander.ask(() -> barrier.await(), PATIENCE));
    barrier.reset();
    assertThat(barrier).hasToString("Barrier[0 of 3 there]");
  }

  @Test
  void oneWhoHasResetIt() {
    Barrier barrier = new Barrier(3);
    enter(barrier);
    Survivor second = Survivor.begin(() -> barrier.await());
    awaitInside(2, barrier);
    Victim.killed("barrier.reset", barrier::reset);
    requireBroken(bystander.answer());
    requireBroken(second.answer());
    requireThreeCanPass(barrier);
  }

  private static void requireThreeCanPass(Barrier barrier) {
    assertThat(barrier).hasToString("Barrier[0 of 3 there]");
    bystander.begin(() -> barrier.await());
    Survivor second = Survivor.begin(() -> barrier.await());
    int index = barrier.await(PATIENCE);
    assertThat(List.of(bystander.answer(), second.answer(), index))
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  /// Two are inside, of whom one has been told, or both.
  @ParameterizedTest
  @ValueSource(strings = {"barrier.resetting:1", "barrier.resetting:2"})
  void oneWhoResetsIt(String instant) {
    resetAndDie(instant, Barrier::reset);
    resetAndDie(instant, Barrier::abort);
    resetAndDie(instant, BarrierDeathTest::come);
  }

  private static void come(Barrier barrier) {
    assertThatExceptionOfType(BrokenBarrierException.class)
        .isThrownBy(() -> barrier.await(PATIENCE));
  }

  private static void resetAndDie(String instant, Consumer<Barrier> next) {
    Barrier barrier = new Barrier(3);
    enter(barrier);
    Survivor second = Survivor.begin(() -> barrier.await());
    awaitInside(2, barrier);
    Victim.killed(instant, barrier::reset);
    // Half of it must not stay: whoever comes next breaks it for both.
    next.accept(barrier);
    requireBroken(bystander.answer());
    requireBroken(second.answer());
    barrier.reset();
    requireThreeCanPass(barrier);
  }
}
