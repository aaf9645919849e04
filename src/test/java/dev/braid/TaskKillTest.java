package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed at every instant at which tasks of a [JoinableQueue] are counted,
/// while a bystander joins.
class TaskKillTest extends KillTest {
  private static JoinableQueue<Integer> tasks(int count) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    range(count).forEach(tasks::put);
    // One who has waited for nothing: from then on workers wake.
    assertThat(tasks.join(millis(50))).isFalse();
    return tasks;
  }

  private static void join(JoinableQueue<Integer> tasks) {
    bystander.begin(() -> tasks.join(seconds(60)));
  }

  private static void work(JoinableQueue<Integer> tasks, int count) {
    for (int i = 0; i < count; i++) {
      int _ = tasks.get(PATIENCE);
      tasks.taskDone();
    }
  }

  /// Fails unless the bystander is told that so many are lost; then all are done, and no more.
  private static void requireLost(int lost, JoinableQueue<Integer> tasks) {
    if (lost > 0) {
      assertThat(bystander.answer())
          .asString()
          .contains("%d of the tasks will never be done: lost with Process-".formatted(lost));
      for (int i = 0; i < lost; i++) {
        tasks.taskDone();
      }
      join(tasks);
    }
    work(tasks, tasks.qsize());
    assertThat(bystander.answer()).isEqualTo(true);
    assertThatIllegalStateException().isThrownBy(tasks::taskDone);
    assertThat(tasks.toString()).endsWith("[0 items] with 0 unfinished tasks");
    tasks.put(1);
    join(tasks);
    Victim.killed("channel.get.released", tasks::get);
    assertThat(bystander.answer()).asString().contains("1 of the tasks will never be done");
  }

  @ParameterizedTest
  @CsvSource({
    // Each task takes the lock when it is taken and when it is done.
    "channel.get.locked:2, 3, 0",
    "tasks.locked:1, 4, 0",
    "tasks.taking:1, 4, 0",
    "tasks.taken:1, 4, 0",
    "tasks.locked:3, 3, 0",
    "tasks.taking:2, 3, 0",
    "tasks.taken:2, 3, 0",
    "channel.get.copied:2, 3, 0",
    "channel.get.committed:2, 2, 1",
    "channel.get.released:2, 2, 1",
    "tasks.locked:4, 2, 1",
    "tasks.finishing:2, 2, 0",
    "tasks.counted:2, 2, 0",
    "tasks.finishing:4, 0, 0",
    "tasks.counted:4, 0, 0",
    "tasks.waking:1, 0, 0"
  })
  void aWorker(String instant, int left, int lost) {
    JoinableQueue<Integer> tasks = tasks(4);
    join(tasks);
    Victim.killed(instant, () -> work(tasks, 5));
    assertThat(tasks.qsize()).isEqualTo(left);
    requireLost(lost, tasks);
  }

  @ParameterizedTest
  @CsvSource({
    "tasks.taking, 3, 2",
    "tasks.taken, 3, 2",
    "channel.get.copied, 3, 2",
    "channel.get.committed, 2, 3"
  })
  void aWorkerThatHoldsOthers(String instant, int left, int lost) {
    JoinableQueue<Integer> tasks = tasks(5);
    join(tasks);
    Victim.killed(
        instant + ":3",
        () -> {
          for (int i = 0; i < 3; i++) {
            int _ = tasks.get();
          }
        });
    assertThat(tasks.qsize()).isEqualTo(left);
    requireLost(lost, tasks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.locked:1", "tasks.returning", "tasks.taking", "tasks.taken"})
  void oneWhoTakesAfterATakerWasKilled(String instant) {
    JoinableQueue<Integer> tasks = tasks(2);
    join(tasks);
    Victim.killed("channel.get.copied", tasks::get);
    Victim.killed(instant, tasks::get);
    assertThat(tasks.qsize()).isEqualTo(2);
    requireLost(0, tasks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.locked", "tasks.returning", "tasks.taking", "tasks.taken"})
  void oneWhoTakesBesideAHolderAfterATakerWasKilled(String instant) {
    JoinableQueue<Integer> tasks = tasks(3);
    assertThat(tasks.get()).isZero();
    join(tasks);
    Victim.killed("channel.get.copied", tasks::get);
    Victim.killed(instant, tasks::get);
    tasks.taskDone();
    requireLost(0, tasks);
  }

  @ParameterizedTest
  @CsvSource({"tasks.locked, 1", "tasks.finishing, 0", "tasks.counted, 0", "tasks.waking, 0"})
  void oneWhoFinishesATaskOfAnother(String instant, int unfinished) {
    JoinableQueue<Integer> tasks = tasks(1);
    assertThat(tasks.get()).isZero();
    join(tasks);
    Victim.killed(instant, tasks::taskDone);
    if (unfinished > 0) {
      tasks.taskDone();
    }
    requireLost(0, tasks);
  }

  @ParameterizedTest
  @CsvSource({"tasks.locked, 2", "tasks.finishing, 1", "tasks.counted, 1"})
  void oneWhoFinishesATaskOfTheDead(String instant, int lost) {
    JoinableQueue<Integer> tasks = tasks(3);
    assertThat(tasks.get()).isZero();
    Victim.killed(
        "channel.get.released:2",
        () -> {
          int _ = tasks.get();
          int _ = tasks.get();
        });
    Victim.killed(instant, tasks::taskDone);
    tasks.taskDone();
    join(tasks);
    requireLost(lost, tasks);
  }

  @ParameterizedTest
  @CsvSource({
    "tasks.locked:2, 1",
    "tasks.finishing:2, 0",
    "tasks.counted:2, 0",
    "tasks.emptying:1, 0",
    "tasks.emptying:2, 0",
    "tasks.waking, 0"
  })
  void oneOfThoseWhoFinishTasksOfSeveral(String instant, int unfinished) {
    JoinableQueue<Integer> tasks = tasks(2);
    Event end = new Event();
    Other holder = holdOneEach(tasks, end);
    join(tasks);
    Victim.killed(
        instant,
        () -> {
          tasks.taskDone();
          tasks.taskDone();
        });
    if (unfinished > 0) {
      tasks.taskDone();
    }
    requireLost(0, tasks);
    end.set();
    holder.join();
  }

  /// This process takes a task, and one that lives until `end` takes another.
  private static Other holdOneEach(JoinableQueue<Integer> tasks, Event end) {
    assertThat(tasks.get()).isZero();
    Semaphore taken = new Semaphore(0);
    Other holder =
        Other.Kind.PROCESS.start(() -> {
          int _ = tasks.get();
          taken.release();
          assertThat(end.await()).isTrue();
        });
    assertThat(taken.acquire()).isTrue();
    return holder;
  }

  @ParameterizedTest
  @CsvSource({
    "tasks.finishing:2, tasks.repaired",
    "tasks.finishing:2, tasks.emptying:1",
    "tasks.finishing:2, tasks.emptying:2",
    "tasks.counted:2, tasks.emptying:1",
    "tasks.emptying:1, tasks.emptying:1"
  })
  void oneWhoRepairs(String instant, String instantOfRepair) {
    JoinableQueue<Integer> tasks = tasks(2);
    Event end = new Event();
    Other holder = holdOneEach(tasks, end);
    Victim.killed(
        instant,
        () -> {
          tasks.taskDone();
          tasks.taskDone();
        });
    Victim.killed(instantOfRepair, tasks::taskDone);
    join(tasks);
    requireLost(0, tasks);
    end.set();
    holder.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.repaired", "tasks.locked", "tasks.emptying:2"})
  void oneWhoJoinsAndRepairs(String instant) {
    JoinableQueue<Integer> tasks = tasks(2);
    Event end = new Event();
    Other holder = holdOneEach(tasks, end);
    Victim.killed(
        "tasks.finishing:2",
        () -> {
          tasks.taskDone();
          tasks.taskDone();
        });
    Victim.killed(instant, tasks::join);
    join(tasks);
    requireLost(0, tasks);
    end.set();
    holder.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.sleeping:1", "tasks.sleeping:3", "tasks.locked:1"})
  void oneWhoJoins(String instant) {
    JoinableQueue<Integer> tasks = tasks(2);
    join(tasks);
    Victim.killed(instant, tasks::join);
    requireLost(0, tasks);
  }

  @ParameterizedTest
  @CsvSource({"channel.put.copied:2, 1", "channel.put.committed:2, 2", "channel.put.released:2, 2"})
  void oneWhoPuts(String instant, int put) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    Victim.killed(
        instant,
        () -> {
          tasks.put(1);
          tasks.put(2);
        });
    assertThat(tasks.qsize()).isEqualTo(put);
    join(tasks);
    requireLost(0, tasks);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void oneWhoTookATaskWhileOthersFinishThoseOfOthers(int rounds) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    for (int i = 0; i < rounds; i++) {
      tasks.put(i);
      assertThat(tasks.get()).isEqualTo(i);
      Other.Kind.PROCESS.start(tasks::taskDone).join();
    }
    tasks.put(1);
    join(tasks);
    Victim.killed("channel.get.released", tasks::get);
    requireLost(1, tasks);
  }
}
