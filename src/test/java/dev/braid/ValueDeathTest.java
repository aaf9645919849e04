package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.LockTest.awaitWaiter;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.KillPoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed while they set a value, or elements of an array.
class ValueDeathTest extends DeathTest {
  @Test
  void oneWhoUpdatesAValue() {
    Value<Integer> value = new Value<>(7);
    Event inside = new Event();
    Event go = new Event();
    Process victim =
        new Process(() ->
            value.update(x -> {
              inside.set();
              boolean _ = go.await();
              KillPoint.kill();
              return x + 1;
            }));
    victim.start();
    assertThat(inside.await(seconds(30))).isTrue();
    bystander.begin(() -> value.update(x -> x + 10));
    awaitWaiter(value.lock());
    go.set();
    Victim.awaitDeath("its end", victim);
    // Once, and nothing is changed.
    requireTold(bystander.answer());
    assertThat(value.get()).isEqualTo(7);
    assertThat(bystander.ask(() -> value.update(x -> x + 10), PATIENCE)).isEqualTo(17);
    assertThat(value.lock().tryAcquire()).isTrue();
    value.lock().release();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void oneWhoSetsElements(int set) {
    RawArray<Integer> numbers = new RawArray<>('i', List.of(1, 2, 3, 4));
    Victim.killed("array.set:" + set, () -> numbers.setAll(0, List.of(-1, -2, -3, -4)));
    requireSet(set, numbers);
    Array<Integer> locked = new Array<>('i', List.of(1, 2, 3, 4));
    Victim.killed(
        "array.set:" + set,
        () -> {
          try (var _ = locked.lock().hold()) {
            locked.setAll(0, List.of(-1, -2, -3, -4));
          }
        });
    requireSet(set, locked);
    requireTold(bystander.ask(locked.lock()::acquire, PATIENCE));
    tell(locked.lock()::release);
  }

  private static void requireSet(int set, RawArray<Integer> numbers) {
    for (int i : range(4)) {
      assertThat(numbers.get(i)).isEqualTo(i < set ? -1 - i : 1 + i);
    }
    assertThat(bystander.ask(() -> numbers.get(3), PATIENCE)).isEqualTo(numbers.get(3));
  }
}
