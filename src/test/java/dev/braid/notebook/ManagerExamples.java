package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;

/// What must be seen in the cells of the lesson on managers, as [Examples] says it of processes.
final class ManagerExamples {
  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("B8", ManagerExamples::changedByAChild),
          entry("B10", ManagerExamples::otherProgram),
          entry("E10", ManagerExamples::queueInAPool),
          entry("manager", ManagerExamples::anotherProcess),
          entry("proxy", ManagerExamples::showsItsContent),
          entry("merge", ManagerExamples::oneStep),
          entry("nested", ManagerExamples::innerLists),
          entry("namespace", ManagerExamples::namespaceAndSet),
          entry("own", ManagerExamples::objectInTheServer),
          entry("failure", ManagerExamples::thrownAtTheServer),
          entry("objects", ManagerExamples::objectsAreCounted),
          entry("wrong-key", ManagerExamples::sentAway),
          entry("lost", ManagerExamples::serverKilled),
          entry("shared-pool", ManagerExamples::poolForAll),
          entry("price-of-a-call", ManagerExamples::cost));

  private ManagerExamples() {}

  private static void changedByAChild(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("{1=1, 2=2, 0.25=null}", "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]");
  }

  private static void otherProgram(Shown shown) {
    MatchResult end = shown.one("it was (\\d+) and ended with exit code 0");
    assertThat(shown.lines())
        .containsExactly(
            "the other program gets: bread",
            "the other program gets: rolls",
            end.group(),
            "answer: BREAD, says %s".formatted(end.group(1)),
            "answer: ROLLS, says %s".formatted(end.group(1)));
  }

  private static void queueInAPool(Shown shown) {
    long main = shown.pid("\\((\\d+)\\) start");
    String role = " starts \\(\\d+\\), its parent is \\(%d\\)".formatted(main);
    String writer = shown.one("writer" + role).group();
    String reader = shown.one("reader" + role).group();
    shown.inOrder("(%d) start".formatted(main), writer, reader, "(%d) End".formatted(main));
    assertThat(shown.all("reader gets from the queue: (.)"))
        .extracting(line -> line.group(1))
        .containsExactly("i", "t", "c", "a", "s", "t");
    assertThat(shown.lines()).hasSize(10);
  }

  private static void poolForAll(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "a child: [0, 1, 4, 9, 16]",
            "the notebook: [25, 36, 49, 64, 81]",
            "the server is the workers' parent: true");
    assertThat(shown.values()).contains("Pool[closed, 2 processes]");
  }

  private static void anotherProcess(Shown shown) {
    MatchResult pids = shown.one("the notebook is (\\d+), the server (\\d+)");
    assertThat(pids.group(1)).isNotEqualTo(pids.group(2));
    assertThat(shown.values())
        .singleElement()
        .asString()
        .matches("Manager\\[Manager-\\d+, pid %s, serving 1 object]".formatted(pids.group(2)));
  }

  private static void showsItsContent(Shown shown) {
    assertThat(shown.values()).containsExactly("{egon=18, alex=20}");
  }

  private static void oneStep(Shown shown) {
    // What the three lost that had read before the fourth wrote; and what else chance takes, which
    // may be all but two.
    assertThat(shown.pid("get, then put: (\\d+) of 400")).isBetween(2L, 397L);
    assertThat(shown.pid("merge: +(\\d+) of 400")).isEqualTo(400);
    assertThat(shown.lines()).hasSize(2);
  }

  private static void innerLists(Shown shown) {
    assertThat(shown.lines()).containsExactly("plain:  [egon]", "shared: [egon, alex]");
  }

  private static void namespaceAndSet(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "the clerk sells the apple: true",
            "the notebook sells the apple: false",
            "left: 2, names: [left, clerk]");
    assertThat(shown.values()).containsExactly("Namespace(left=2, clerk=egon)");
  }

  private static void objectInTheServer(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("left after three payments of 20: 40", "it is in the server: true");
  }

  private static void thrownAtTheServer(Shown shown) {
    assertThat(shown.errors())
        .containsExactly("java.lang.IllegalStateException: you have 40 and want to pay 1000");
    assertThat(shown.traces())
        .singleElement()
        .asString()
        .containsPattern("RemoteTrace.*: in Manager-\\d+")
        .containsPattern("at .*pay.*\\(cell In\\[\\d+]:\\d+\\)");
  }

  private static void objectsAreCounted(Shown shown) {
    assertThat(shown.lines()).containsExactly("at the beginning: 0", "two lists: 2");
  }

  private static void sentAway(Shown shown) {
    assertThat(shown.lines()).singleElement().asString().contains("key");
  }

  private static void serverKilled(Shown shown) {
    assertThat(shown.lines()).hasSize(2).endsWith("exit code -9");
    assertThat(shown.lines().getFirst()).matches("Manager-\\d+.* is gone: .*get\\(\\).*");
    assertThat(shown.values())
        .singleElement()
        .asString()
        .matches("Manager\\[Manager-\\d+, pid \\d+, ended with exit code -9]");
  }

  private static void cost(Shown shown) {
    for (String what :
        List.of(
            "put of a map of this process",
            "update of a Value",
            "put and get of a Queue",
            "put of a manager's map")) {
      String microseconds = shown.one(what + " +(\\d+[.,]\\d+) us").group(1);
      assertThat(Double.parseDouble(microseconds.replace(',', '.'))).isPositive();
    }
    assertThat(shown.lines()).hasSize(4);
  }
}
