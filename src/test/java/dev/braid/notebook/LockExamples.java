package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.stream.IntStream;

/// What must be seen in the cells of the lessons on locks and shared memory, as [Examples] says it
/// of processes.
final class LockExamples {
  private static final List<String> ADD_1 = List.of("add1:num=0", "add1:num=1", "add1:num=2");
  private static final List<String> ADD_2 = List.of("add2:num=0", "add2:num=2", "add2:num=4");

  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("B7", LockExamples::valueAndArray),
          entry("C4", LockExamples::neverBothInside),
          entry("D6", LockExamples::tenBuyers),
          entry("E7", LockExamples::interleaved),
          entry("E8", LockExamples::oneAfterTheOther),
          entry("lost-update", LockExamples::lostUpdate),
          entry("value", LockExamples::noUpdateLost),
          entry("shareable-list", LockExamples::shareableList),
          entry("event", LockExamples::event),
          entry("condition", LockExamples::condition),
          entry("barrier", LockExamples::barrier),
          entry("owner-died", LockExamples::ownerDied),
          entry("pythonic", LockExamples::staysLocked),
          entry("deadlock", LockExamples::deadlock));

  private LockExamples() {}

  private static void interleaved(Shown shown) {
    List<String> lines = shown.lines();
    assertThat(lines).hasSize(6).containsSubsequence(ADD_1).containsSubsequence(ADD_2);
    assertThat(lines.indexOf(ADD_2.getFirst())).isLessThan(lines.indexOf(ADD_1.getLast()));
    assertThat(lines.indexOf(ADD_1.getFirst())).isLessThan(lines.indexOf(ADD_2.getLast()));
  }

  private static void oneAfterTheOther(Shown shown) {
    assertThat(shown.lines()).isIn(joined(ADD_1, ADD_2), joined(ADD_2, ADD_1));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static void neverBothInside(Shown shown) {
    List<String> visits = shown.lines().subList(0, 12);
    for (int i = 0; i < visits.size(); i += 2) {
      assertThat(visits.get(i)).matches("[AB] enters");
      assertThat(visits.get(i + 1)).isEqualTo(visits.get(i).replace("enters", "leaves"));
    }
    assertThat(visits).filteredOn("A enters"::equals).hasSize(3);
    assertThat(shown.lines().subList(12, shown.lines().size()))
        .containsExactly(
            "taken in the child, so locked here: true, and to be had: false",
            "released in the child, so locked here: false");
  }

  private static void tenBuyers(Shown shown) {
    int end = shown.lines().indexOf("without a lock, tickets left: 0") + 1;
    assertThat(end).isPositive();
    assertThat(bought(shown.lines().subList(0, end))).hasSize(10);

    List<String> locked = shown.lines().subList(end, shown.lines().size());
    List<String> served = bought(locked);
    assertThat(served.getFirst()).endsWith(" has bought a ticket");
    assertThat(served.subList(1, served.size()))
        .hasSize(9)
        .allMatch(line -> line.endsWith(" finds no ticket left"));
    assertThat(locked).endsWith("with the lock, tickets left: 0");
  }

  /// What ten buyers were told at the counter, after all of them have seen the ticket.
  private static List<String> bought(List<String> lines) {
    assertThat(lines).hasSize(21);
    assertThat(lines.subList(0, 10))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "buyer " + i + " sees 1 left").toList());
    List<String> told = lines.subList(10, 20);
    assertThat(told)
        .extracting(line -> line.replaceFirst("buyer (\\d) (has|finds) .*", "$1"))
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    return told;
  }

  private static void valueAndArray(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("3.1415927", "[0, -1, -2, -3, -4, -5, -6, -7, -8, -9]");
  }

  private static void lostUpdate(Shown shown) {
    assertThat(shown.lines()).containsExactly("two increments, count = 1");
  }

  private static void noUpdateLost(Shown shown) {
    // How many are lost is chance, so it may be none.
    assertThat(shown.pid("get and set: (\\d+) of 1000000")).isLessThanOrEqualTo(1_000_000);
    shown.one("in its lock: 10000, by update: 10000, by addAndGet: 10000");
  }

  /// The fourth of the six kinds.
  static void sharedMemory(Shown shown) {
    List<MatchResult> reads = shown.all("process (\\d+) reads: written in (\\d+)");
    assertThat(reads).hasSize(2);
    MatchResult child = reads.getFirst();
    MatchResult main = reads.getLast();
    assertThat(child.group(1)).isNotEqualTo(child.group(2)).isEqualTo(main.group(2));
    assertThat(child.group(2)).isEqualTo(main.group(1));
  }

  private static void shareableList(Shown shown) {
    assertThat(shown.lines()).containsExactly("egon is 19, 1.75 m tall: true");
  }

  /// The fifth of the six kinds.
  static void semaphore(Shown shown) {
    int inside = 0;
    int most = 0;
    for (MatchResult line : shown.all("car (\\d) (enters|leaves)")) {
      inside += line.group(2).equals("enters") ? 1 : -1;
      most = Math.max(most, inside);
    }
    assertThat(most).as("cars at once, in %s", shown.lines()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      shown.inOrder("car " + i + " enters", "car " + i + " leaves", "free places: 2");
    }
  }

  private static void event(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("the runner is ready", "the whistle blows", "the runner runs");
  }

  private static void condition(Shown shown) {
    List<String> lines = shown.lines();
    assertThat(lines.subList(0, 3))
        .containsExactly("the customer wants two", "delivered one", "delivered one");
    assertThat(lines.subList(3, lines.size() - 1))
        .containsExactlyInAnyOrder("delivered one", "the customer has bought two");
    assertThat(lines).endsWith("in stock: 1");
  }

  private static void barrier(Shown shown) {
    assertThat(shown.lines().subList(0, 4))
        .containsExactlyInAnyOrder("egon comes", "alex comes", "lina comes", "all are here")
        .endsWith("all are here");
    assertThat(shown.lines().subList(4, shown.lines().size()))
        .extracting(line -> line.replaceFirst("(egon|alex|lina) goes, (\\d) came earlier", "$2"))
        .containsExactlyInAnyOrder("0", "1", "2");
  }

  private static void ownerDied(Shown shown) {
    assertThat(shown.lines()).hasSize(3);
    assertThat(shown.lines().getFirst())
        .matches("filler \\(pid \\d+\\), .* held the RLock, .* half written; .*");
    assertThat(shown.lines())
        .endsWith(
            "half written: [7, 7, 7, 0, 0, 0]", "repaired: [0, 0, 0, 0, 0, 0], locked: false");
  }

  private static void staysLocked(Shown shown) {
    assertThat(shown.lines()).hasSize(2).startsWith("acquired within half a second: false");
    assertThat(shown.lines().getLast()).matches("Lock\\[held by victim \\(pid \\d+\\), .*");
  }

  private static void deadlock(Shown shown) {
    shown.one("nobody writes: true");
    String kant = shown.one("pen: Lock\\[held by (Kant \\(pid \\d+\\)), .*").group(1);
    String hegel = shown.one("paper: Lock\\[held by (Hegel \\(pid \\d+\\)), .*").group(1);
    assertThat(kant).isNotEqualTo(hegel);
    String interrupted = shown.one("Kant was (interrupted while waiting for .*)").group(1);
    assertThat(interrupted).contains("Lock[held by " + hegel);
    shown.one("Hegel writes");
    assertThat(shown.lines()).doesNotContain("Kant writes").hasSize(5);
  }
}
