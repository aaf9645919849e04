package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Deadline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the results of a soak have said: which items came, from whom, and in which order.
final class SoakLedger {
  private final Soak soak;
  private final long seed;
  private final Set<Long> seen = new HashSet<>();
  private final Map<Long, Integer> lastByConsumer = new HashMap<>();
  private final Map<Integer, Integer> ended = new HashMap<>();

  /// @param seed of the soak, for the messages
  SoakLedger(Soak soak, long seed) {
    this.soak = soak;
    this.seed = seed;
  }

  /// Looks at the results up to the deadline: each item whole, once, and in the order of its
  /// producer.
  void check(Deadline deadline) {
    for (Soak.Result result : soak.drain(deadline)) {
      assertThat(result.isWhole()).as("%s, seed %d", result, seed).isTrue();
      long name = ((long) result.producer() << 32) | result.number();
      assertThat(seen.add(name)).as("%s comes once, seed %d", result, seed).isTrue();
      long pair = ((long) result.consumer() << 32) | result.producer();
      Integer before = lastByConsumer.put(pair, result.number());
      assertThat(before == null || before < result.number())
          .as("%s comes after %s, seed %d", result, before, seed)
          .isTrue();
      if (result.isLast()) {
        ended.put(result.producer(), result.number() + 1);
      }
    }
  }

  /// How many items have come.
  int items() {
    return seen.size();
  }

  /// What producers have put is there from 0 on, but for the missing ones; and so many of them have
  /// ended by themselves.
  void requireNoGaps(int missing, int producers) {
    Map<Integer, Integer> highest = new HashMap<>(ended);
    for (long name : seen) {
      highest.merge((int) (name >>> 32), (int) name + 1, Math::max);
    }
    Map<Integer, Integer> missed = new HashMap<>(highest);
    for (long name : seen) {
      missed.merge((int) (name >>> 32), -1, Integer::sum);
    }
    int gaps = missed.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(gaps).as("gaps, seed %d", seed).isLessThanOrEqualTo(missing);
    assertThat(ended).as("producers that ended by themselves, seed %d", seed).hasSize(producers);
  }
}
