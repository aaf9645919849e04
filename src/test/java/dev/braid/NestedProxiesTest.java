package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Proxies that are sent, in whatever way, and those that are in other managed objects.
class NestedProxiesTest extends ManagedContract {
  record Box(String label, List<Integer> content) implements Serializable {}

  @Test
  void aProxyInAMapIsTheSameObjectAndAPlainListIsACopy() {
    Map<String, List<Integer>> map = manager().dict();
    List<Integer> shared = manager().list(List.of(1));
    List<Integer> plain = new ArrayList<>(List.of(1));
    var _ = map.put("shared", shared);
    var _ = map.put("plain", plain);
    run(() -> {
      assertThat(map.get("shared").add(2)).isTrue();
      assertThat(map.get("plain").add(2)).isTrue();
    });
    assertThat(shared).containsExactly(1, 2);
    assertThat(map.get("shared")).containsExactly(1, 2);
    assertThat(map.get("plain")).containsExactly(1);
    assertThat(shared.add(3)).isTrue();
    assertThat(map.get("shared")).containsExactly(1, 2, 3);
  }

  @Test
  void whatIsInsideOutlivesTheOutside() {
    Map<String, Map<String, Integer>> outer = manager().dict();
    var _ = outer.put("inner", manager().dict(Map.of("a", 1)));
    Map<String, Integer> inner = outer.get("inner");
    outer.clear();
    run(() -> inner.put("b", 2));
    assertThat(inner).isEqualTo(Map.of("a", 1, "b", 2));
  }

  @Test
  void aListMayContainItselfAndSetsAndNamespacesContainProxies() {
    List<Object> list = manager().list();
    assertThat(list.add(list)).isTrue();
    assertThat(list.getFirst()).isInstanceOf(ListProxy.class);
    list.clear();
    Namespace namespace = manager().namespace();
    Set<Integer> set = manager().set();
    namespace.set("set", set);
    run(() -> {
      Set<Integer> there = namespace.get("set");
      assertThat(there.add(5)).isTrue();
    });
    assertThat(set).containsExactly(5);
  }

  @Test
  void aProxyGoesThroughQueuesPipesArgumentsAndRecordsToAGrandchild() {
    List<Integer> list = manager().list();
    Queue<List<Integer>> queue = new Queue<>();
    Pipe<Object> pipe = new Pipe<>();
    Process child =
        new Process(
            argument -> {
              assertThat(argument.content().add(1)).isTrue();
              assertThat(queue.get().add(2)).isTrue();
              if (pipe.second().recv() instanceof List<?> boxes
                  && boxes.getFirst() instanceof Box box) {
                run(() -> box.content().add(3));
              }
            },
            new Box("argument", list));
    child.start();
    queue.put(list);
    pipe.first().send(List.of(new Box("in a list", list)));
    child.join();
    pipe.close();
    assertThat(child.exitCode()).isZero();
    assertThat(list).containsExactly(1, 2, 3);
  }

  @Test
  void aProxyGoesToAPoolAndComesBack() {
    List<Integer> list = manager().list();
    try (Pool pool = new Pool(2)) {
      List<List<Integer>> back =
          pool.map(
              given -> {
                assertThat(given.add(1)).isTrue();
                return given;
              },
              List.of(list, list));
      assertThat(back).hasSize(2);
      assertThat(back.getFirst().add(2)).isTrue();
      assertThat(pool.apply(() -> list.size())).isEqualTo(3);
    }
    assertThat(list).containsExactly(1, 1, 2);
  }

  @Test
  @SuppressWarnings("SystemGc") // who sends it drops it
  void aProxyInAQueueOfTheManagerStaysWhenItsSenderHasDroppedIt() {
    Queue<List<Integer>> queue = manager().queue();
    queue.put(manager().list(List.of(7)));
    for (int i = 0; i < 3; i++) {
      System.gc();
      assertThat(site().numberOfObjects()).isPositive();
    }
    run(() -> assertThat(queue.get()).containsExactly(7));
  }

  @Test
  void proxiesOfOneObjectAreEqualAndCollectionsByContent() {
    List<Integer> list = manager().list(List.of(1));
    assertThat(list).isEqualTo(List.of(1)).isEqualTo(manager().list(List.of(1)));
    Namespace namespace = manager().namespace();
    Map<String, Namespace> map = manager().dict();
    var _ = map.put("it", namespace);
    assertThat(map.get("it")).isEqualTo(namespace).hasSameHashCodeAs(namespace);
    assertThat(manager().namespace()).isNotEqualTo(namespace);
  }

  @Test
  void aQueueInAListStillWorks() {
    List<Queue<Integer>> list = manager().list();
    Map<String, Queue<Integer>> map = manager().dict();
    Queue<Integer> queue = manager().queue();
    assertThat(list.add(queue)).isTrue();
    var _ = map.put("queue", queue);
    run(() -> list.getFirst().put(1));
    assertThat(map.get("queue").get()).isEqualTo(1);
  }

  @Test
  void twoManagersKeepObjectsOfEachOther() {
    try (Manager second = new Manager()) {
      List<List<Integer>> here = manager().list();
      List<Integer> there = second.list(List.of(1));
      if (transport == Transport.NEAR) {
        assertThat(here.add(there)).isTrue();
        run(() -> here.getFirst().add(2));
        assertThat(there).containsExactly(1, 2);
      }
      Map<String, List<Integer>> other = second.dict();
      List<Integer> mine = manager().list(List.of(3));
      var _ = other.put("mine", mine);
      run(() -> other.get("mine").add(4));
      assertThat(mine).containsExactly(3, 4);
    }
  }
}
