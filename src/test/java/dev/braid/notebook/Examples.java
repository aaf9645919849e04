package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/// What must be seen in the cells that are tagged `seed:ID`: the examples of the source documents.
///
/// Times have no upper bounds, since a busy machine has none. That processes ran at the same time
/// shows in the order of their lines.
final class Examples {
  private static final String SECONDS = "(\\d+[.,]\\d)";

  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("A1", Examples::threeAtOnce),
          entry("A2", Examples::subclass),
          entry("A3", Examples::globalStays),
          entry("A4", Examples::joinGivesUp),
          entry("A5", Examples::loopForm),
          entry("A6", Examples::terminated),
          entry("A7", Examples::names),
          entry("A10", Examples::bothSidesAgree),
          entry("A11", Examples::elapsed),
          entry("A12", Examples::runInsteadOfStart),
          entry("B1", Examples::twoNamedChildren),
          entry("C2", Examples::exitCodes),
          entry("D1", Examples::twoWaysToStart),
          entry("D2", Examples::differentDurations),
          entry("D3", Examples::isolation),
          entry("D4", Examples::currentProcess),
          entry("E2", Examples::realPids),
          entry("E3", Examples::endAfterASecond),
          entry("E4", Examples::globalList));

  private Examples() {}

  private static void threeAtOnce(Shown shown) {
    for (String name : List.of("egon", "alex", "yuanhao")) {
      shown.inOrder(name + " is running", name + " is done");
    }
    shown.overlap("is running", "is done");
    assertThat(shown.seconds("three seconds of work in " + SECONDS + " s"))
        .isGreaterThanOrEqualTo(1.0);
  }

  private static void subclass(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("child process is running", "child process is stopped", "main");
  }

  private static void globalStays(Shown shown) {
    assertThat(shown.lines())
        .containsExactlyInAnyOrder("in the child: n = 0", "in the main process: n = 100");
  }

  private static void joinGivesUp(Shown shown) {
    shown.inOrder("begin; ended already: false", "egon is piao end");
    shown.inOrder("egon is piaoing", "egon is piao end");
  }

  private static void loopForm(Shown shown) {
    for (String name : List.of("egon", "alex", "yuanhao", "wupeiqi")) {
      shown.inOrder(name + " is piaoing", name + " is piao end");
    }
    shown.overlap("is piaoing", "is piao end");
    assertThat(shown.seconds("main: " + SECONDS + " s.*")).isGreaterThanOrEqualTo(1.2);
  }

  private static void terminated(Shown shown) {
    // The first answer is the system's: it may take a moment to end the process, or not.
    assertThat(shown.lines()).doesNotContain("egon1 is piao end");
    String answers = String.join("|", shown.lines()).replace("egon1 is piaoing|", "");
    assertThat(answers).matches("(true|false)\\|begin\\|false, exit code -15");
  }

  private static void names(Shown shown) {
    MatchResult last = shown.one("(Piao-\\d+) was (\\d+), egon was (\\d+)");
    shown.inOrder(last.group(1) + " is piaoing", last.group(1) + " is piao end", last.group());
    shown.inOrder("egon is piaoing", "egon is piao end", last.group());
    assertThat(last.group(2)).isNotEqualTo(last.group(3));
  }

  private static void bothSidesAgree(Shown shown) {
    Set<String> inside = pairs(shown.all("(\\d+) is running, name (Process-\\d+)"));
    Set<String> outside = pairs(shown.all("(\\d+) (Process-\\d+)"));
    assertThat(inside).hasSize(2).isEqualTo(outside);
    MatchResult mine = shown.one("my pid (\\d+), my parent (\\d+)");
    assertThat(mine.group(1)).isNotEqualTo(mine.group(2));
    Set<String> endings = pairs(shown.all("(\\d+) is ending, parent (\\d+)"));
    assertThat(endings)
        .isEqualTo(
            inside.stream()
                .map(each -> each.replaceFirst(" .*", " " + mine.group(1)))
                .collect(Collectors.toSet()));
  }

  private static Set<String> pairs(List<MatchResult> lines) {
    return lines.stream()
        .map(line -> line.group(1) + " " + line.group(2))
        .collect(Collectors.toSet());
  }

  private static void elapsed(Shown shown) {
    for (int i = 1; i <= 3; i++) {
      shown.inOrder("child " + i + " is running", "child " + i + " is done");
    }
    assertThat(shown.seconds("elapsed: " + SECONDS + " s")).isGreaterThanOrEqualTo(1.2);
  }

  private static void runInsteadOfStart(Shown shown) {
    assertThat(shown.pid("run\\(\\) in pid (\\d+)")).isEqualTo(shown.pid("main is pid (\\d+)"));
    assertThat(shown.errors())
        .singleElement()
        .asString()
        .contains("IllegalStateException: can only join a started process");
  }

  private static void twoNamedChildren(Shown shown) {
    long parent = shown.pid("Parent process: (\\d+) start");
    long haibo = shown.pid("current process: haibo in (\\d+) start");
    long lina = shown.pid("current process: lina in (\\d+) start");
    assertThat(Set.of(parent, haibo, lina)).hasSize(3);
    assertThat(shown.pid("process haibo in (\\d+) ends")).isEqualTo(haibo);
    assertThat(shown.pid("process lina in (\\d+) ends")).isEqualTo(lina);
    assertThat(shown.lines().getFirst()).isEqualTo("Parent process: " + parent + " start");
    assertThat(shown.lines().getLast()).isEqualTo("Parent process: " + parent + " end");
    assertThat(shown.lines()).hasSize(6);
  }

  private static void exitCodes(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "before start: null",
            "running: null",
            "after terminate(): -15",
            "after kill(): -9",
            "after System.exit(3): 3");
  }

  private static void twoWaysToStart(Shown shown) {
    shown.inOrder(
        "egon is running",
        "egon is done",
        "name=alex, age=18, kw={m=20}",
        "child process is running",
        "child process is stopped");
    assertThat(shown.all("main")).hasSize(2);
  }

  private static void differentDurations(Shown shown) {
    shown.inOrder("p1 is running", "p1 is done");
    shown.inOrder("p2 is running", "p2 is done");
    assertThat(shown.seconds("main, after " + SECONDS + " s")).isGreaterThanOrEqualTo(1.0);
    assertThat(shown.lines().getLast()).startsWith("main, after");
  }

  private static void isolation(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("in the child: n = 0", "after join: n = 100 in the main process");
  }

  private static void currentProcess(Shown shown) {
    MatchResult parent =
        shown.one("parent: pid\\(\\) = (\\d+), name\\(\\) = (\\w+), getpid\\(\\) = (\\d+)");
    MatchResult child =
        shown.one(
            "child: currentProcess\\(\\)\\.pid\\(\\) = (\\d+), getpid\\(\\) = (\\d+), "
                + "getppid\\(\\) = (\\d+), name = (\\w+)");
    assertThat(child.group(1)).isEqualTo(child.group(2)).isEqualTo(parent.group(1));
    assertThat(child.group(3)).isEqualTo(parent.group(3)).isNotEqualTo(parent.group(1));
    assertThat(child.group(4)).isEqualTo(parent.group(2)).isEqualTo("sleeper");
    shown.inOrder("alive: true", "alive after terminate() and join(): false");
  }

  private static void realPids(Shown shown) {
    long child = shown.pid("child running, pid=(\\d+)");
    assertThat(child)
        .isNotEqualTo(shown.pid("parent pid: (\\d+)"))
        .isEqualTo(shown.pid("the parent knew it as (\\d+)"));
    shown.inOrder(
        "child running, pid=" + child, "child about to end", "the parent knew it as " + child);
  }

  private static void endAfterASecond(Shown shown) {
    List<MatchResult> lines = shown.all("child running, name=test, age=18, pid=(\\d+)");
    // One in each fifth of a second that it had, about five; fifty would be all, without an end.
    double seconds = shown.seconds("ended after (\\d+[.,]\\d+) s");
    assertThat(lines).hasSizeBetween(1, Math.min(49, (int) (seconds / 0.2) + 1));
    assertThat(lines).map(line -> line.group(1)).containsOnly(lines.getFirst().group(1));
    assertThat(shown.all("\\{m=20\\}")).hasSizeBetween(lines.size() - 1, lines.size());
    assertThat(shown.lines().getLast()).isEqualTo("exit code -15");
  }

  private static void globalList(Shown shown) {
    List<MatchResult> first = shown.all("in process1 pid=(\\d+), nums=(.*)");
    assertThat(first)
        .map(line -> line.group(2))
        .containsExactly("[11, 22]", "[11, 22, 0]", "[11, 22, 0, 1]", "[11, 22, 0, 1, 2]");
    assertThat(first).map(line -> line.group(1)).containsOnly(first.getFirst().group(1));
    MatchResult second = shown.one("in process2 pid=(\\d+), nums=(.*)");
    assertThat(second.group(2)).isEqualTo("[11, 22]");
    assertThat(second.group(1)).isNotEqualTo(first.getFirst().group(1));
  }
}
