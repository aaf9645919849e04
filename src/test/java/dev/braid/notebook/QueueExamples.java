package dev.braid.notebook;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;

/// What must be seen in the cells of the lessons on queues and pipes, as [Examples] says it of
/// processes.
final class QueueExamples {
  /// By id.
  static final Map<String, Consumer<Shown>> CHECKS =
      Map.ofEntries(
          entry("B5", QueueExamples::queueBetweenTwo),
          entry("B6", QueueExamples::pipeBetweenTwo),
          entry("B9", QueueExamples::sixKinds),
          entry("E5", QueueExamples::threePlaces),
          entry("E6", QueueExamples::writerAndReader),
          entry("snapshot", QueueExamples::copyIsTakenByPut),
          entry("joinable-queue", QueueExamples::allTasksDone),
          entry("end-of-file", QueueExamples::otherEndKilled),
          entry("wait-any", QueueExamples::oneOfSeveral));

  private QueueExamples() {}

  private static void queueBetweenTwo(Shown shown) {
    long putter = shown.pid("process (\\d+) put data 0 to queue");
    long getter = shown.pid("process (\\d+) get data 0 from queue");
    assertThat(putter).isNotEqualTo(getter);
    for (int i = 0; i < 5; i++) {
      shown.inOrder(
          "process %d put data %d to queue".formatted(putter, i),
          "process %d get data %d from queue".formatted(getter, i));
    }
    String empty = "process %d waited half a second: the queue is empty".formatted(getter);
    shown.inOrder("process %d get data 4 from queue".formatted(getter), empty);
    assertThat(shown.all("process \\d+ get data (\\d) from queue"))
        .extracting(line -> line.group(1))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(shown.lines()).hasSize(12).endsWith(empty, "main function ends");
  }

  private static void pipeBetweenTwo(Shown shown) {
    long sender = shown.pid("process (\\d+) send data 0");
    long receiver = shown.pid("process (\\d+) receive data 0");
    assertThat(sender).isNotEqualTo(receiver);
    assertThat(shown.lines()).hasSize(8);
    for (int i = 0; i < 4; i++) {
      assertThat(shown.lines().subList(2 * i, 2 * i + 2))
          .containsExactly(
              "process %d send data %d".formatted(sender, i),
              "process %d receive data %d".formatted(receiver, i));
    }
  }

  private static void sixKinds(Shown shown) {
    shown.one("through a pipe, from (\\d+)");
    shown.one("the first end can send: false");
    shown.one("cat says: through a named pipe, from (\\d+)");
    signal(shown);
    messageQueue(shown);
    LockExamples.sharedMemory(shown);
    LockExamples.semaphore(shown);
    long client = shown.pid("the server hears: hello from (\\d+)");
    assertThat(shown.pid("the client hears: welcome, from (\\d+)")).isNotEqualTo(client);
  }

  private static void signal(Shown shown) {
    MatchResult sent = shown.one("process (\\d+) sends USR1 to (\\d+)");
    assertThat(sent.group(1)).isNotEqualTo(sent.group(2));
    shown.inOrder(
        "shell " + sent.group(2) + " is ready",
        sent.group(),
        "shell " + sent.group(2) + " received USR1");
    shown.one("after signal\\(1\\): exit code -1");
  }

  private static void messageQueue(Shown shown) {
    for (String from : List.of("lina", "haibo")) {
      assertThat(shown.all("Letter\\[from=" + from + ", number=(\\d)\\]"))
          .extracting(line -> line.group(1))
          .containsExactly("0", "1", "2");
    }
  }

  private static void threePlaces(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "false", "true", "消息列队已满，现有消息数量:3", "消息列队已满，现有消息数量:3", "消息1", "消息2", "消息3");
  }

  private static void writerAndReader(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "Put A to queue...",
            "Put B to queue...",
            "Put C to queue...",
            "Get A from queue.",
            "Get B from queue.",
            "Get C from queue.",
            "all is written and read");
  }

  private static void copyIsTakenByPut(Shown shown) {
    assertThat(shown.lines()).containsExactly("mine is [1, 2, 3, 4], the queue gives [1, 2, 3]");
  }

  private static void allTasksDone(Shown shown) {
    shown.inOrder("three tasks are put", "all are done, and the worker is still there: true");
    shown.inOrder(
        "washing is done",
        "cooking is done",
        "reading is done",
        "all are done, and the worker is still there: true");
    assertThat(shown.lines()).hasSize(5);
  }

  private static void otherEndKilled(Shown shown) {
    long killed = shown.pid("I am process (\\d+)");
    assertThat(shown.one("end of file: (.*)").group(1)).contains("talker (pid " + killed + ")");
  }

  private static void oneOfSeveral(Shown shown) {
    assertThat(shown.lines())
        .containsExactly(
            "silent: false, busy: true, ended: false", "hello", "the sentinel is ready: true");
  }
}
