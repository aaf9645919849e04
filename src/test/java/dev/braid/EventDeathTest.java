package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.LockTest.awaitWaiter;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed while they set an event, or wait for one.
class EventDeathTest extends DeathTest {
  private static void requireUsable(Event event) {
    event.clear();
    bystander.begin(event::await);
    awaitWaiter(event);
    event.set();
    assertThat(bystander.answer()).isEqualTo(true);
    assertThat(event.await(PATIENCE)).isTrue();
    assertThat(event).hasToString("Event[set]");
  }

  @ParameterizedTest
  @CsvSource({"event.set, true", "event.waking, true", "event.cleared, false"})
  void oneWhoSetsIt(String instant, boolean isSet) {
    Event event = new Event();
    bystander.begin(event::await);
    awaitWaiter(event);
    Survivor second = Survivor.begin(event::await);
    Waiters.await(event, 2);
    Victim.killed(
        instant,
        () -> {
          event.set();
          event.clear();
        });
    assertThat(bystander.answer()).isEqualTo(true);
    assertThat(second.answer()).isEqualTo(true);
    assertThat(event.isSet()).isEqualTo(isSet);
    requireUsable(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event.sleeping", "waiter.claimed"})
  void aWaiter(String instant) {
    Event event = new Event();
    bystander.begin(event::await);
    awaitWaiter(event);
    Victim.killed(instant, event::await);
    event.set();
    assertThat(bystander.answer()).isEqualTo(true);
    requireUsable(event);
  }

  @Test
  void oneWhoWaitsForAny() {
    Event event = new Event();
    Queue<Integer> queue = new Queue<>();
    // Who puts isn't told that nobody is left who could, when the victims have died.
    queue.put(0);
    assertThat(queue.get()).isEqualTo(0);
    bystander.begin(event::await);
    awaitWaiter(event);
    Survivor getter = Survivor.begin(queue::get);
    Survivor watcher = Survivor.begin(() -> waitAny(List.of(event)).isEmpty());
    Victim.killed("event.watching", () -> waitAny(List.of(queue, event)));
    Victim.killed("channel.looking:2", () -> waitAny(List.of(event, queue)));
    queue.put(1);
    assertThat(getter.answer()).isEqualTo(1);
    event.set();
    assertThat(bystander.answer()).isEqualTo(true);
    assertThat(watcher.answer()).isEqualTo(false);
    requireUsable(event);
  }
}
