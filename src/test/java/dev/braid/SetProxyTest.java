package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null is an item
class SetProxyTest extends ManagedContract {
  private static final int ROUNDS = 700;

  private static @Nullable Integer item(int number) {
    return number == 0 ? null : number;
  }

  private static List<Integer> some(int a, int b) {
    return Arrays.asList(item(a), item(b), item(a));
  }

  private static final List<Operation<Set<Integer>>> OPERATIONS =
      List.of(
          (set, a, b) -> set.add(item(a)),
          (set, a, b) -> set.add(item(a)),
          (set, a, b) -> set.addAll(some(a, b)),
          (set, a, b) -> set.remove(item(a)),
          (set, a, b) -> set.removeAll(some(a, b)),
          (set, a, b) -> a > 1 || set.retainAll(some(a, b)),
          (set, a, b) -> set.removeIf(item -> item != null && item == b),
          (set, a, b) -> set.contains(item(a)),
          (set, a, b) -> set.containsAll(some(a, b)),
          (set, a, b) -> set.size(),
          (set, a, b) -> set.isEmpty(),
          (set, a, b) -> {
            if (a + b == 12) {
              set.clear();
            }
            return null;
          },
          (set, a, b) -> {
            List<Integer> seen = new ArrayList<>();
            set.forEach(seen::add);
            return seen;
          },
          (set, a, b) -> {
            var items = set.iterator();
            Integer first = items.next();
            items.remove();
            return first;
          },
          (set, a, b) -> {
            set.iterator().remove();
            return null;
          },
          (set, a, b) -> set.hashCode(),
          (set, a, b) -> set.equals(new HashSet<>(set)),
          (set, a, b) -> set.equals(new HashSet<>(some(a, b))),
          (set, a, b) -> set.stream().filter(item -> item != null).mapToInt(item -> item).sum(),
          (set, a, b) -> Arrays.toString(set.toArray()),
          (set, a, b) -> Arrays.toString(set.toArray(new Integer[0])),
          (set, a, b) -> Arrays.toString(set.toArray(Integer[]::new)));

  private static Set<Integer> drive(Set<Integer> set, int seed) {
    Set<Integer> model = new LinkedHashSet<>(set);
    drive(OPERATIONS, set, model, new Random(seed), ROUNDS);
    return model;
  }

  @Test
  void doesWhatASetOfThisProcessDoes() {
    Set<Integer> set = manager().set(List.of(1, 2, 2));
    assertThat(set).containsExactly(1, 2);
    assertThat(drive(set, 1)).isEqualTo(set);
  }

  @Test
  void doesSoInAChildToo() {
    Set<Integer> set = manager().set();
    run(() -> drive(set, 2));
    Set<Integer> model = new LinkedHashSet<>();
    drive(OPERATIONS, new LinkedHashSet<>(), model, new Random(2), ROUNDS);
    assertThat(set).isEqualTo(model);
  }

  @Test
  void anItemIsAddedByOneAlone() {
    Set<Integer> set = manager().set();
    Value<Integer> added = new Value<>('i', 0);
    Other.joinAll(
        Other.Kind.PROCESS.start(
            3,
            () -> {
              for (int i = 0; i < 100; i++) {
                if (set.add(i)) {
                  added.update(n -> n + 1);
                }
              }
            }));
    assertThat(added.get()).isEqualTo(100);
  }
}
