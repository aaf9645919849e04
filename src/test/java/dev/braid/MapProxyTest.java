package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null is a key and a value
class MapProxyTest extends ManagedContract {
  private static final int ROUNDS = 700;

  /// Null is one of them.
  private static @Nullable String key(int number) {
    return number == 0 ? null : "key" + number;
  }

  private static @Nullable Integer value(int number) {
    return number == 0 ? null : number;
  }

  private static Map<String, Integer> some(int a, int b) {
    Map<String, Integer> some = new LinkedHashMap<>();
    some.put(key(a), value(b));
    some.put(key(b), value(a));
    return some;
  }

  private static final List<Operation<Map<String, Integer>>> OPERATIONS =
      List.of(
          (map, a, b) -> map.get(key(a)),
          (map, a, b) -> map.getOrDefault(key(a), b),
          (map, a, b) -> map.containsKey(key(a)),
          (map, a, b) -> map.containsValue(value(a)),
          (map, a, b) -> map.put(key(a), value(b)),
          (map, a, b) -> map.put(key(a), value(b)),
          (map, a, b) -> map.putIfAbsent(key(a), value(b)),
          (map, a, b) -> {
            map.putAll(some(a, b));
            return null;
          },
          (map, a, b) -> map.remove(key(a)),
          (map, a, b) -> map.remove(key(a), value(b)),
          (map, a, b) -> map.replace(key(a), value(b)),
          (map, a, b) -> map.replace(key(a), value(b), value(a)),
          (map, a, b) -> map.compute(key(a), (_, old) -> old == null ? value(b) : null),
          (map, a, b) -> map.computeIfAbsent(key(a), _ -> value(b)),
          (map, a, b) -> map.computeIfPresent(key(a), (_, old) -> old < 4 ? old + b : null),
          (map, a, b) -> map.merge(key(a), value(b), (x, y) -> x + y < 9 ? x + y : null),
          (map, a, b) -> {
            map.replaceAll((_, old) -> old == null ? value(b) : Integer.valueOf(old % 5));
            return null;
          },
          (map, a, b) -> {
            map.computeIfAbsent(
                key(a),
                _ -> {
                  throw new ArithmeticException();
                });
            return null;
          },
          (map, a, b) -> map.size(),
          (map, a, b) -> map.isEmpty(),
          (map, a, b) -> {
            if (a + b == 12) {
              map.clear();
            }
            return null;
          },
          (map, a, b) -> {
            List<Object> seen = new ArrayList<>();
            map.forEach((key, value) -> seen.addAll(Arrays.asList(key, value)));
            return seen;
          },
          (map, a, b) -> new ArrayList<>(map.keySet()),
          (map, a, b) -> new ArrayList<>(map.values()),
          (map, a, b) -> new HashMap<>(map),
          (map, a, b) -> map.keySet().remove(key(a)),
          (map, a, b) -> map.keySet().contains(key(a)),
          (map, a, b) -> map.keySet().removeAll(some(a, b).keySet()),
          (map, a, b) -> map.keySet().add("never"),
          (map, a, b) -> a > 1 || map.keySet().retainAll(some(a, b).keySet()),
          (map, a, b) -> map.values().remove(value(a)),
          (map, a, b) -> map.values().contains(value(a)),
          (map, a, b) -> map.values().removeIf(v -> v != null && v == a),
          (map, a, b) -> map.entrySet().removeIf(e -> e.getKey() != null && b == 3),
          (map, a, b) -> map.entrySet().contains(some(a, a).entrySet().iterator().next()),
          (map, a, b) -> map.entrySet().remove(some(a, b).entrySet().iterator().next()),
          (map, a, b) -> {
            for (Map.Entry<String, Integer> entry : map.entrySet()) {
              Integer _ = entry.setValue(b);
            }
            return null;
          },
          (map, a, b) -> {
            map.keySet().iterator().remove();
            return null;
          },
          (map, a, b) -> {
            var keys = map.keySet().iterator();
            String first = keys.next();
            keys.remove();
            return first;
          },
          (map, a, b) -> map.hashCode(),
          (map, a, b) -> map.equals(new HashMap<>(map)),
          (map, a, b) -> map.equals(some(a, b)),
          (map, a, b) -> map.values().stream().filter(v -> v != null).mapToInt(v -> v).sum(),
          (map, a, b) -> Arrays.toString(map.keySet().toArray()),
          (map, a, b) -> Arrays.toString(map.values().toArray(new Integer[2])),
          (map, a, b) -> map.entrySet().toString());

  private static Map<String, Integer> drive(Map<String, Integer> map, int seed) {
    Map<String, Integer> model = new LinkedHashMap<>(map);
    drive(OPERATIONS, map, model, new Random(seed), ROUNDS);
    return model;
  }

  @Test
  void doesWhatAMapOfThisProcessDoes() {
    Map<String, Integer> map = manager().dict();
    Map<String, Integer> model = drive(map, 1);
    assertThat(map).isEqualTo(model);
  }

  @Test
  void doesSoInAChildToo() {
    Map<String, Integer> map = manager().dict(Map.of("first", 1));
    run(() -> drive(map, 2));
    Map<String, Integer> model = new LinkedHashMap<>(Map.of("first", 1));
    drive(OPERATIONS, new LinkedHashMap<>(model), model, new Random(2), ROUNDS);
    assertThat(map).isEqualTo(model);
  }

  @Test
  void manyWhoMergeAndComputeCountRight() {
    Map<String, Integer> map = manager().dict();
    List<Other> others = Other.Kind.PROCESS.start(3, () -> count(map));
    others.add(Other.Kind.THREAD.start(() -> count(map)));
    Other.joinAll(others);
    assertThat(map).isEqualTo(Map.of("merged", 400, "computed", 400, "present", 0));
  }

  private static void count(Map<String, Integer> map) {
    Integer _ = map.putIfAbsent("present", 400);
    for (int i = 0; i < 100; i++) {
      Integer _ = map.merge("merged", 1, Integer::sum);
      Integer _ = map.compute("computed", (_, n) -> n == null ? 1 : n + 1);
      Integer _ = map.computeIfPresent("present", (_, n) -> n - 1);
    }
  }

  @Test
  void whatAFunctionThrowsIsThrownHereAndChangesNothing() {
    Map<String, Integer> map = manager().dict(Map.of("a", 1));
    assertThatThrownBy(() ->
            map.computeIfPresent(
                "a",
                (_, _) -> {
                  throw new IllegalStateException("no more");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no more");
    assertThat(map).isEqualTo(Map.of("a", 1));
  }

  @Test
  void aFunctionThatCannotBeSentRunsHere() {
    Map<String, Integer> map = manager().dict(Map.of("a", 1));
    Thread here = Thread.currentThread();
    List<Thread> seen = Collections.synchronizedList(new ArrayList<>());
    assertThat(
            map.merge(
                "a",
                2,
                (x, y) -> {
                  seen.add(Thread.currentThread());
                  return here.isAlive() ? x + y : 0;
                }))
        .isEqualTo(3);
    assertThat(seen).containsExactly(here);
    assertThat(map).isEqualTo(Map.of("a", 3));
  }

  @Test
  void aFunctionWhoseResultCannotBeCopiedRunsOnce() {
    Map<String, Object> map = manager().dict();
    Value<Integer> runs = new Value<>(0);
    assertThatThrownBy(() ->
            map.computeIfAbsent(
                "a",
                _ -> {
                  runs.update(n -> n + 1);
                  return Thread.currentThread();
                }))
        .isInstanceOf(CopyException.class);
    assertThat(runs.get()).isEqualTo(1);
  }

  /// Can't be sent, for it has a thread of this process.
  private static <V> BiFunction<V, V, V> here(BinaryOperator<V> function) {
    Thread here = Thread.currentThread();
    return (x, y) -> {
      assertThat(Thread.currentThread()).isSameAs(here);
      return function.apply(x, y);
    };
  }

  @Test
  void manyWhoMergeByFunctionsOfTheirOwnCountRight() {
    Map<String, Integer> map = manager().dict();
    List<Other> others = Other.Kind.PROCESS.start(4, () -> countHere(map));
    Other.joinAll(others);
    assertThat(map).isEqualTo(Map.of("merged", 400, "computed", 400, "replaced", 400));
  }

  private static void countHere(Map<String, Integer> map) {
    Integer _ = map.putIfAbsent("replaced", 0);
    for (int i = 0; i < 100; i++) {
      Integer _ = map.merge("merged", 1, here(Integer::sum));
      BiFunction<String, Integer, Integer> increment = increment();
      Integer _ = map.compute("computed", increment);
      map.replaceAll((key, n) -> key.equals("replaced") ? increment.apply(key, n) : n);
    }
  }

  private static BiFunction<String, Integer, Integer> increment() {
    Thread here = Thread.currentThread();
    return (_, n) -> here.isAlive() && n != null ? n + 1 : 1;
  }

  @Test
  void valuesWhoseEqualsKnowsThemselvesAloneAreMerged() {
    Map<String, int[]> map = manager().dict();
    for (int i = 1; i <= 3; i++) {
      int[] _ = map.merge("a", new int[] {i}, here((x, y) -> new int[] {x[0] + y[0]}));
    }
    assertThat(map.get("a")).containsExactly(6);
    map.replaceAll((_, x) -> new int[] {x[0], Thread.currentThread().isAlive() ? 1 : 0});
    assertThat(map.get("a")).containsExactly(6, 1);
  }

  @Test
  void nullThatIsComputedForNullRemovesTheKey() {
    Map<String, Integer> map = manager().dict();
    map.put("a", null);
    Thread here = Thread.currentThread();
    assertThat(map.compute("a", (_, old) -> here.isAlive() ? old : Integer.valueOf(1))).isNull();
    assertThat(map.containsKey("a")).isFalse();
    map.put("a", null);
    assertThat(map.computeIfPresent("a", (_, old) -> here.isAlive() ? old : null)).isNull();
    assertThat(map.containsKey("a")).isTrue();
    assertThat(map.merge("a", 5, here(Integer::sum))).isEqualTo(5);
  }

  @Test
  void functionsThatRunHereMayUseTheMap() {
    Map<Integer, Long> map = manager().dict();
    assertThat(fibonacci(map, 70)).isEqualTo(190392490709135L);
    assertThat(map).hasSize(71);
  }

  private static long fibonacci(Map<Integer, Long> map, int n) {
    Thread here = Thread.currentThread();
    return map.computeIfAbsent(
        n,
        _ -> {
          assertThat(Thread.currentThread()).isSameAs(here);
          return n < 2 ? n : fibonacci(map, n - 1) + fibonacci(map, n - 2);
        });
  }

  @Test
  void aKeyIsRemovedByOneAlone() {
    Map<Integer, Integer> map = manager().dict();
    for (int i = 0; i < 200; i++) {
      map.put(i, null);
    }
    Queue<Integer> removed = new Queue<>();
    List<Other> others =
        Other.Kind.PROCESS.start(
            2,
            () -> {
              for (int i = 0; i < 200; i++) {
                if (map.keySet().remove(i)) {
                  removed.put(i);
                }
              }
            });
    Other.joinAll(others);
    assertThat(map).isEmpty();
    assertThat(removed.qsize()).isEqualTo(200);
  }

  @Test
  void anIterationGoesThroughACopy() {
    Map<String, Integer> map = manager().dict(Map.of("a", 1));
    for (String key : map.keySet()) {
      run(() -> map.put("b", 2));
      assertThat(key).isEqualTo("a");
    }
    assertThat(map).containsOnlyKeys("a", "b");
  }
}
