package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What must be seen in the cells of the lesson on births and deaths, as [Examples] says it of
/// processes.
final class LifecycleExamples {
  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("A8", LifecycleExamples::orphan),
          entry("A9", LifecycleExamples::zombie),
          entry("C1", LifecycleExamples::daemonWithoutChildren),
          entry("C3", LifecycleExamples::startMethods),
          entry("D5", LifecycleExamples::daemonEndsWithItsParent),
          entry("E1", LifecycleExamples::twoEndlessLoops),
          entry("E11", LifecycleExamples::everyMember),
          entry("ps", LifecycleExamples::onlyTheKernel),
          entry("stopped", LifecycleExamples::stopped),
          entry("ps-magic", LifecycleExamples::latestTen));

  private LifecycleExamples() {}

  /// A row of a table that `ps()` has shown.
  private record Row(long pid, long parent, String state, String rest) {}

  /// The only row of that name in a table, of a process that a cell has started.
  ///
  /// @param count of that cell
  private static Row row(String table, String name, int count) {
    return row(table, name + " +In\\[" + count + "]");
  }

  /// The only row of a process that no cell has started.
  private static Row mainRow(String table) {
    return row(table, "MainProcess");
  }

  private static Row row(String table, String name) {
    Matcher row =
        Pattern.compile(
                "^ *(\\d+) +(\\d+)  %s +([a-z]+(?:, orphan)?)(.*)$".formatted(name),
                Pattern.MULTILINE)
            .matcher(table);
    assertThat(row.find()).as("a row of %s in %s", name, table).isTrue();
    Row found =
        new Row(
            Long.parseLong(row.group(1)),
            Long.parseLong(row.group(2)),
            row.group(3),
            row.group(4).strip());
    assertThat(row.find()).as("two rows of %s in %s", name, table).isFalse();
    return found;
  }

  private static String onlyTable(Shown shown) {
    assertThat(shown.values()).hasSize(1);
    return shown.values().getFirst();
  }

  private static void onlyTheKernel(Shown shown) {
    Row kernel = mainRow(onlyTable(shown));
    assertThat(kernel.pid()).isNotEqualTo(kernel.parent()).isPositive();
    assertThat(kernel.state()).isEqualTo("running");
    assertThat(kernel.rest()).matches("[\\d.]+ .*s +[\\d,.]+ MiB");
    assertThat(shown.values().getFirst().lines()).hasSize(2);
  }

  private static void zombie(Shown shown) {
    assertThat(shown.values()).hasSize(2);
    Row zombie = row(shown.values().getFirst(), "dead", shown.counts().getFirst());
    assertThat(zombie.pid()).isEqualTo(shown.pid("child (\\d+) ends"));
    assertThat(zombie.parent()).isEqualTo(shown.pid("parent (\\d+) is busy with other things"));
    assertThat(zombie.state()).isEqualTo("zombie");
    Row gone = row(shown.values().getLast(), "dead", shown.counts().getFirst());
    assertThat(gone.pid()).isEqualTo(zombie.pid());
    assertThat(gone.state()).isEqualTo("gone");
    assertThat(gone.rest()).isEqualTo("0");
    shown.one("exit code 0");
  }

  private static void orphan(Shown shown) {
    MatchResult father = shown.one("I'm the father, pid (\\d+), my parent is (\\d+)");
    MatchResult child = shown.one("I'm the child, pid (\\d+), my parent is (\\d+)");
    MatchResult orphan = shown.one("I'm the child, pid (\\d+), my parent is now (\\d+)");
    assertThat(child.group(2)).isEqualTo(father.group(1));
    assertThat(orphan.group(1)).isEqualTo(child.group(1));
    assertThat(orphan.group(2)).isNotEqualTo(father.group(1));
    shown.inOrder(
        father.group(), child.group(), "father dies", orphan.group(), "the orphan has ended");
    String table = onlyTable(shown);
    assertThat(row(table, "father", shown.counts().getFirst()).state()).isEqualTo("gone");
    Row adopted = row(table, "orphan", shown.counts().getFirst());
    assertThat(adopted.pid()).isEqualTo(Long.parseLong(child.group(1)));
    assertThat(adopted.parent()).isEqualTo(Long.parseLong(orphan.group(2)));
    assertThat(adopted.state()).endsWith(", orphan");
  }

  private static void daemonEndsWithItsParent(Shown shown) {
    assertThat(shown.lines()).containsExactly("egon is alive", "the main process is dying");
    Row daemon = row(onlyTable(shown), "egon", shown.counts().getFirst());
    Row master = row(onlyTable(shown), "master", shown.counts().getFirst());
    assertThat(daemon.parent()).isEqualTo(master.pid());
    assertThat(daemon.state()).isEqualTo("gone");
    assertThat(daemon.rest()).isEqualTo("-15");
    assertThat(master.rest()).isEqualTo("0");
  }

  private static void daemonWithoutChildren(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("daemonic processes are not allowed to have children", "exit code 1");
  }

  private static void startMethods(Shown shown) {
    shown.inOrder("Finish", "children: 1", "[forkserver, spawn], now forkserver", "now spawn");
    shown.inOrder("this is the foo function, runs = 1", "children: 1");
    MatchResult forkserver = shown.one("forkserver: child (\\d+) of (\\d+)");
    MatchResult spawn = shown.one("spawn: child (\\d+) of (\\d+)");
    assertThat(spawn.group(1)).isNotEqualTo(forkserver.group(1));
    assertThat(spawn.group(2)).isEqualTo(forkserver.group(2));
    shown.one("a JVM can't fork: .*; use 'forkserver' or 'spawn'");
    assertThat(shown.lines()).hasSize(8);
  }

  private static void twoEndlessLoops(Shown shown) {
    assertThat(shown.all("----1----")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(shown.all("----2----")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(shown.lines().indexOf("----2----"))
        .isLessThan(shown.lines().lastIndexOf("----1----"));
    assertThat(shown.errors()).containsExactly("Interrupted: the cell was interrupted");
    assertThat(shown.lines()).endsWith("exit code -15, alive: []", "left: MainProcess");
  }

  private static void everyMember(Shown shown) {
    assertThat(shown.lines())
        .containsExactlyElementsOf(
            List.of(
                "name: Process-N",
                "name: piao, daemon: false",
                "daemon: true",
                "authKey: 32 bytes, the parent's: true",
                "own authKey: secret",
                "before start: alive false, exit code null",
                "run() ran here, and set the event: true",
                "start: a pid of its own true",
                "running: alive true, exit code null, exception Optional.empty",
                "join with a limit: false",
                "sentinel: 1 ready",
                "ended: alive false, exit code 0",
                "second start: cannot start a process twice: piao has been started;"
                    + " make a new Process",
                "after close: process object is closed: piao",
                "terminate(): exit code -15",
                "close() while it runs: cannot close killed while it is still running;"
                    + " join() or terminate() it first",
                "kill(): exit code -9",
                "signal(1): exit code -1",
                "interrupt(): exit code 1",
                "exception(): InterruptedWaitException"));
  }

  private static void stopped(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("held is sleeping", "held is stopped", "held is sleeping", "held is gone");
  }

  private static void latestTen(Shown shown) {
    String table = onlyTable(shown);
    assertThat(table.lines().filter(line -> line.contains(" gone "))).hasSize(10);
    assertThat(table.lines().toList().getLast()).matches("and \\d+ that ended earlier");
    int before = shown.counts().getFirst() - 1;
    assertThat(row(table, "held", before).rest()).isEqualTo("-9");
    assertThat(mainRow(table).rest()).isNotEmpty();
  }
}
