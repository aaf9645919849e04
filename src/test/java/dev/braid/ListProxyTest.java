package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"NullAway", "ListRemoveAmbiguous"}) // null is an item; by index and by value
class ListProxyTest extends ManagedContract {
  private static final int ROUNDS = 900;
  private static final Comparator<Integer> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.<Integer>naturalOrder());

  private static @Nullable Integer item(int number) {
    return number == 0 ? null : number;
  }

  private static List<Integer> some(int a, int b) {
    return Arrays.asList(item(a), item(b), item(a));
  }

  private static @Nullable Object nothing(Runnable done) {
    done.run();
    return null;
  }

  private static final List<Operation<List<Integer>>> OPERATIONS =
      List.of(
          (list, a, b) -> list.get(a - 1),
          (list, a, b) -> list.set(a - 1, item(b)),
          (list, a, b) -> list.add(item(a)),
          (list, a, b) -> list.add(item(a)),
          (list, a, b) -> nothing(() -> list.add(a - 1, item(b))),
          (list, a, b) -> list.addAll(some(a, b)),
          (list, a, b) -> list.addAll(a - 1, some(a, b)),
          (list, a, b) -> list.remove(a - 1),
          (list, a, b) -> list.remove(item(a)),
          (list, a, b) -> list.removeAll(some(a, b)),
          (list, a, b) -> a > 1 || list.retainAll(some(a, b)),
          (list, a, b) -> list.removeIf(item -> item != null && item == b),
          (list, a, b) -> nothing(() -> list.replaceAll(i -> i == null ? b : Integer.valueOf(a))),
          (list, a, b) -> nothing(() -> list.sort(NULLS_FIRST)),
          (list, a, b) -> nothing(() -> list.sort(null)),
          (list, a, b) -> list.indexOf(item(a)),
          (list, a, b) -> list.lastIndexOf(item(a)),
          (list, a, b) -> list.contains(item(a)),
          (list, a, b) -> list.containsAll(some(a, b)),
          (list, a, b) -> list.size(),
          (list, a, b) -> list.isEmpty(),
          (list, a, b) -> nothing(() -> clearSeldom(list, a, b)),
          (list, a, b) -> nothing(() -> list.addFirst(item(a))),
          (list, a, b) -> nothing(() -> list.addLast(item(a))),
          (list, a, b) -> list.getFirst(),
          (list, a, b) -> list.getLast(),
          (list, a, b) -> list.removeFirst(),
          (list, a, b) -> list.removeLast(),
          (list, a, b) -> new ArrayList<>(list.reversed()),
          (list, a, b) -> nothing(() -> list.reversed().addFirst(item(a))),
          (list, a, b) -> new ArrayList<>(list.subList(a, b)),
          (list, a, b) -> nothing(() -> list.subList(a, b).clear()),
          (list, a, b) -> list.subList(a, b).add(item(a)),
          (list, a, b) -> list.subList(a, b).set(0, item(b)),
          (list, a, b) -> list.subList(a, b).removeIf(item -> item == null),
          (list, a, b) -> walk(list.listIterator(), a, b),
          (list, a, b) -> back(list.listIterator(a), b),
          (list, a, b) -> nothing(() -> list.listIterator().set(a)),
          (list, a, b) -> nothing(() -> list.iterator().remove()),
          (list, a, b) -> list.stream().filter(i -> i != null).mapToInt(i -> i).sum(),
          (list, a, b) -> Arrays.toString(list.toArray()),
          (list, a, b) -> Arrays.toString(list.toArray(new Integer[0])),
          (list, a, b) -> Arrays.toString(list.toArray(Integer[]::new)),
          (list, a, b) -> list.hashCode(),
          (list, a, b) -> list.equals(new ArrayList<>(list)),
          (list, a, b) -> list.equals(some(a, b)),
          (list, a, b) -> {
            List<Integer> seen = new ArrayList<>();
            list.forEach(seen::add);
            return seen;
          });

  private static void clearSeldom(List<Integer> list, int a, int b) {
    if (a + b > 8) {
      list.clear();
    }
  }

  /// Adds, sets and removes on the way.
  private static Object walk(ListIterator<Integer> items, int a, int b) {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; items.hasNext(); i++) {
      seen.add(items.nextIndex());
      seen.add(items.next());
      if (i % 4 == 0) {
        items.set(a);
      } else if (i % 4 == 1) {
        items.remove();
      } else if (i == 2) {
        items.add(b);
      }
    }
    return seen;
  }

  private static Object back(ListIterator<Integer> items, int b) {
    List<Object> seen = new ArrayList<>();
    while (items.hasPrevious()) {
      seen.add(items.previousIndex());
      seen.add(items.previous());
      if (b > 4) {
        items.remove();
      }
    }
    return seen;
  }

  private static List<Integer> drive(List<Integer> list, int seed) {
    List<Integer> model = new ArrayList<>(list);
    drive(OPERATIONS, list, model, new Random(seed), ROUNDS);
    return model;
  }

  @Test
  void doesWhatAListOfThisProcessDoes() {
    List<Integer> list = manager().list(range(5));
    assertThat(drive(list, 1)).isEqualTo(list);
  }

  @Test
  void doesSoInAChildToo() {
    List<Integer> list = manager().list();
    run(() -> drive(list, 2));
    List<Integer> model = new ArrayList<>();
    drive(OPERATIONS, new ArrayList<>(), model, new Random(2), ROUNDS);
    assertThat(list).isEqualTo(model);
  }

  @Test
  void aChildSortsAndReverses() {
    ListProxy<Integer> list = manager().list(List.of(2, 3, 1));
    run(list::sort);
    assertThat(list).containsExactly(1, 2, 3);
    run(list::reverse);
    assertThat(list).containsExactly(3, 2, 1);
    run(() -> list.sort(Comparator.<Integer>naturalOrder()));
    assertThat(list).containsExactly(1, 2, 3);
  }

  @Test
  void theErrorOfAnIndexIsTheServersWithItsStackTrace() {
    List<Integer> list = manager().list(List.of(1));
    assertThatThrownBy(() -> list.get(7))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 7 out of bounds for length 1")
        .cause()
        .isInstanceOfSatisfying(
            RemoteTrace.class,
            trace ->
                assertThat(trace.getStackTrace()).anyMatch(f -> f.getMethodName().equals("get")));
  }

  @Test
  void anItemIsTakenByOneAloneAndTheEndIsSeenAsSuch() {
    List<Integer> list = manager().list(range(200));
    List<Integer> taken = manager().list();
    Other.joinAll(
        Other.Kind.PROCESS.start(
            3,
            () -> {
              try {
                while (true) {
                  taken.add(list.removeFirst());
                }
              } catch (NoSuchElementException e) {
                return; // that was the last one
              }
            }));
    assertThat(taken).hasSize(200).doesNotHaveDuplicates();
  }

  /// Python's sees what is appended meanwhile.
  @Test
  void anIterationGoesThroughACopyOfItsBeginning() {
    List<Integer> list = manager().list(List.of(1, 2));
    List<Integer> seen = new ArrayList<>();
    for (Integer item : list) {
      run(() -> list.add(item + 10));
      seen.add(item);
    }
    assertThat(seen).containsExactly(1, 2);
    assertThat(list).containsExactly(1, 2, 11, 12);
  }
}
