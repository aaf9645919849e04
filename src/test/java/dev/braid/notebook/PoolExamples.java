package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What must be seen in the cells of the lesson on pools, as [Examples] says it of processes.
final class PoolExamples {
  private static final String SECONDS = "(\\d+[.,]\\d+)";
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("B2", PoolExamples::oneTaskMoreThanWorkers),
          entry("B3", PoolExamples::strictlyOneAfterTheOther),
          entry("B4", PoolExamples::resultsInOrder),
          entry("E9", PoolExamples::atMostThreeAtOnce),
          entry("E12", PoolExamples::fourWays),
          entry("insights", PoolExamples::insights),
          entry("crosses", PoolExamples::copiedAsOfTheCall),
          entry("callbacks", PoolExamples::callbacks),
          entry("task-fails", PoolExamples::taskFails),
          entry("worker-died", PoolExamples::workerDied),
          entry("timeout", PoolExamples::timeout),
          entry("imap", PoolExamples::cubes),
          entry("progress", PoolExamples::progress),
          entry("builder", PoolExamples::freshWorkers),
          entry("threads", PoolExamples::sharedByThreads),
          entry("chart", PoolExamples::chart),
          entry("cost", PoolExamples::cost));

  private PoolExamples() {}

  /// A line that tells that a task begins or ends.
  private record Event(int task, long pid, boolean isStart) {
    private static final Pattern START = Pattern.compile("current process:(\\d+) in (\\d+) start");
    private static final Pattern END = Pattern.compile("process (\\d+) in (\\d+) ends");

    static List<Event> of(Shown shown) {
      return shown.lines().stream()
          .<Event>mapMulti((line, events) -> {
            for (Pattern pattern : List.of(START, END)) {
              Matcher matcher = pattern.matcher(line);
              if (matcher.matches()) {
                events.accept(
                    new Event(
                        Integer.parseInt(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        pattern.equals(START)));
              }
            }
          })
          .toList();
    }
  }

  /// One task for each core and one more, all done by as many processes as there are cores, each of
  /// which does one at a time.
  private static List<Event> tasks(Shown shown) {
    List<Event> events = Event.of(shown);
    assertThat(events)
        .filteredOn(Event::isStart)
        .extracting(Event::task)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, CORES).boxed().toList());
    Set<Event> running = new HashSet<>();
    for (Event event : events) {
      if (event.isStart()) {
        assertThat(running).extracting(Event::pid).doesNotContain(event.pid());
        running.add(event);
      } else {
        assertThat(running.remove(new Event(event.task(), event.pid(), true)))
            .as("%s, of a task that runs", event)
            .isTrue();
      }
      assertThat(running).hasSizeLessThanOrEqualTo(CORES);
    }
    assertThat(running).isEmpty();
    assertThat(events.stream().map(Event::pid).distinct().count()).isBetween(1L, (long) CORES);
    return events;
  }

  private static List<String> betweenParentLines(Shown shown) {
    long parent = shown.pid("Parent process:(\\d+) start");
    List<String> lines = shown.lines();
    assertThat(lines.getFirst()).isEqualTo("Parent process:" + parent + " start");
    assertThat(lines.getLast()).isEqualTo("Parent process:" + parent + " end");
    assertThat(Event.of(shown)).extracting(Event::pid).doesNotContain(parent);
    return lines.subList(1, lines.size() - 1);
  }

  private static void oneTaskMoreThanWorkers(Shown shown) {
    assertThat(betweenParentLines(shown)).hasSize(2 * (CORES + 1));
    Set<Long> ended = new HashSet<>();
    long again = 0;
    long running = 0;
    long most = 0;
    for (Event event : tasks(shown)) {
      if (event.isStart()) {
        again += ended.contains(event.pid()) ? 1 : 0;
        running++;
      } else {
        ended.add(event.pid());
        running--;
      }
      most = Math.max(most, running);
    }
    assertThat(again).as("tasks for which a worker had to end another").isPositive();
    assertThat(most).as("how many ran at once").isGreaterThanOrEqualTo(Math.min(2, CORES));
  }

  private static void strictlyOneAfterTheOther(Shown shown) {
    List<Event> starts = tasks(shown).stream().filter(Event::isStart).toList();
    assertThat(betweenParentLines(shown))
        .isEqualTo(
            IntStream.rangeClosed(0, CORES)
                .boxed()
                .flatMap(i ->
                    Stream.of(
                        "current process:%d in %d start".formatted(i, starts.get(i).pid()),
                        "process %d in %d ends".formatted(i, starts.get(i).pid()),
                        "result " + i * i))
                .toList());
  }

  private static void resultsInOrder(Shown shown) {
    tasks(shown);
    assertThat(shown.lines().getLast())
        .isEqualTo("results: " + IntStream.rangeClosed(0, CORES).map(i -> i * i).boxed().toList());
  }

  private static void atMostThreeAtOnce(Shown shown) {
    int running = 0;
    for (String line : shown.lines()) {
      running += line.matches("\\d begins in process \\d+") ? 1 : 0;
      running -= line.matches("\\d is done after " + SECONDS + " s") ? 1 : 0;
      assertThat(running).isBetween(0, 3);
    }
    List<MatchResult> begins = shown.all("(\\d) begins in process (\\d+)");
    assertThat(begins).extracting(line -> line.group(1)).hasSize(10).doesNotHaveDuplicates();
    assertThat(begins.stream().map(line -> line.group(2)).distinct().count()).isBetween(1L, 3L);
    for (int i = 0; i < 10; i++) {
      String begin = shown.one(i + " begins in process \\d+").group();
      shown.inOrder(begin, shown.one(i + " is done after " + SECONDS + " s").group());
    }
    assertThat(shown.lines()).hasSize(22).contains("----start----").endsWith("-----end-----");
  }

  private static void fourWays(Shown shown) {
    String times = " +" + SECONDS + " s +" + SECONDS + " s";
    // What sixteen pauses of 0.05 s take at least: one after the other, and four at a time.
    Map<String, Double> least =
        Map.of("serial", 0.8, "platform threads", 0.2, "virtual threads", 0.05, "processes", 0.2);
    least.forEach((way, pause) -> {
      MatchResult row = shown.one(way + times);
      assertThat(number(row.group(1))).isPositive();
      assertThat(number(row.group(2))).isGreaterThanOrEqualTo(pause);
    });
    shown.one("on \\d+ processors");
    assertThat(shown.lines()).hasSize(6);
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(',', '.'));
  }

  private static void insights(Shown shown) {
    String table = String.join("\n", shown.values());
    assertThat(table).contains("worker", "pid", "starting", "waiting", "working", "slowest tasks");
    Matcher all = Pattern.compile("(?m)^all +(\\d+) ").matcher(table);
    assertThat(all.find()).isTrue();
    assertThat(all.group(1)).isEqualTo("10");
  }

  private static void copiedAsOfTheCall(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "[Bill[what=bread, sum=5.0], Bill[what=rolls, sum=25.0]]",
            "[Bill[what=bread, sum=6.0], Bill[what=rolls, sum=30.0]]",
            "[1 x tea, 2 x jam]");
  }

  private static void callbacks(Shown shown) {
    assertThat(shown.lines())
        .containsExactly("callback: 42", "result: 42, ready: true, good: true");
  }

  private static void taskFails(Shown shown) {
    assertThat(shown.errors()).containsExactly("java.lang.ArithmeticException: / by zero");
    assertThat(shown.traces())
        .singleElement()
        .asString()
        .containsPattern("RemoteTrace.*: in PoolWorker-\\d+ \\(pid \\d+\\)")
        .containsPattern("at lambda \\(cell In\\[\\d+]:1\\)");
  }

  private static void workerDied(Shown shown) {
    String words = "task 1 ends its own worker";
    assertThat(shown.lines())
        .containsSubsequence(words, "task 1: lost, exit code 7, last words:", words)
        .containsSubsequence("task 0: 0", "task 1: lost, exit code 7, last words:", "task 2: 20")
        .endsWith("task 3: 30", "workers: 2")
        .hasSize(7);
  }

  private static void timeout(Shown shown) {
    assertThat(shown.lines()).hasSize(2).endsWith("and the pool goes on: 42");
    shown.one("the task took longer than 300 ms; .* PoolWorker-\\d+ \\(pid \\d+\\)");
  }

  private static void cubes(Shown shown) {
    assertThat(shown.lines()).containsExactly("1", "8", "27", "64", "125");
  }

  private static void progress(Shown shown) {
    assertThat(shown.values())
        .singleElement()
        .asString()
        .matches("roasting: 24 of 24 in .*/(s|min)");
  }

  private static void freshWorkers(Shown shown) {
    List<MatchResult> tasks = shown.all("task (\\d) in (\\d+)");
    assertThat(tasks).extracting(line -> line.group(1)).containsExactly("0", "1", "2", "3");
    String first = tasks.get(0).group(2);
    String second = tasks.get(2).group(2);
    assertThat(tasks.get(1).group(2)).isEqualTo(first).isNotEqualTo(second);
    assertThat(tasks.get(3).group(2)).isEqualTo(second);
    shown.inOrder("worker " + first + " is ready", "task 0 in " + first);
    shown.inOrder("worker " + second + " is ready", "task 2 in " + second);
  }

  private static void sharedByThreads(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "after the processes: 0", "after the threads: 4950", "threads of this process: true");
  }

  private static void chart(Shown shown) {
    assertThat(shown.pictures())
        .singleElement()
        .asString()
        .startsWith("<svg")
        .contains("serial", "platform threads", "virtual threads", "processes");
  }

  private static void cost(Shown shown) {
    assertThat(shown.all(".* first result after +" + SECONDS + " ms, then +" + SECONDS + " us .*"))
        .hasSize(3)
        .allMatch(line -> number(line.group(1)) > 0 && number(line.group(2)) > 0);
  }
}
