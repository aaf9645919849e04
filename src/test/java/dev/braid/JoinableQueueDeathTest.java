package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import dev.braid.memory.KillPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `join()` knows of tasks whose takers were killed. Each instant of a count at which one can
/// be killed is `TaskKillTest`'s.
class JoinableQueueDeathTest {
  private static final int KILLED = -9;

  private static JoinableQueue<Integer> tasks(int count) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    range(count).forEach(tasks::put);
    return tasks;
  }

  private static Process start(Task task) {
    Process process = new Process(task).name("victim");
    process.start();
    return process;
  }

  private static Process await(Process victim) {
    victim.join();
    assertThat(victim.exitCode()).isEqualTo(KILLED);
    return victim;
  }

  /// A process that has taken so many tasks and was killed.
  private static Process killedWith(int count, JoinableQueue<Integer> tasks) {
    return await(
        start(() -> {
          for (int i = 0; i < count; i++) {
            int _ = tasks.get();
          }
          KillPoint.kill();
        }));
  }

  private static void finishElsewhere(JoinableQueue<Integer> tasks) {
    Kind.PROCESS.start(tasks::taskDone).join();
  }

  private static void requireLost(int count, JoinableQueue<Integer> tasks, Process victim) {
    assertThatExceptionOfType(PartnerDiedException.class)
        .isThrownBy(tasks::join)
        .withMessageStartingWith(
            "%d of the tasks will never be done: lost with victim (pid %d), which ",
            count, victim.pid());
  }

  private static void requireAllDone(JoinableQueue<Integer> tasks) {
    tasks.join();
    assertThatIllegalStateException().isThrownBy(tasks::taskDone);
    tasks.put(1);
    int _ = tasks.get();
    tasks.taskDone();
    tasks.join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aTaskThatSomebodyElseFinishedHidesNoLoss(int rounds) {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    for (int i = 0; i < rounds; i++) {
      tasks.put(i);
      int _ = tasks.get();
      finishElsewhere(tasks);
    }
    tasks.put(2);
    Process victim = killedWith(1, tasks);
    requireLost(1, tasks, victim);
    tasks.taskDone();
    requireAllDone(tasks);
  }

  @Test
  void allThatWereLostAreCounted() {
    JoinableQueue<Integer> tasks = tasks(5);
    Process victim = killedWith(3, tasks);
    requireLost(3, tasks, victim);
    tasks.taskDone();
    requireLost(2, tasks, victim);
    finishElsewhere(tasks);
    requireLost(1, tasks, victim);
    tasks.taskDone();
    for (int i = 0; i < 2; i++) {
      int _ = tasks.get();
      tasks.taskDone();
    }
    requireAllDone(tasks);
  }

  @Test
  void oneWhoWaitsIsToldAlthoughOthersStillWork() {
    JoinableQueue<Integer> tasks = tasks(2);
    Event work = new Event();
    Semaphore taken = new Semaphore(0);
    Process worker =
        start(() -> {
          int _ = tasks.get();
          taken.release();
          boolean _ = work.await();
          tasks.taskDone();
        });
    assertThat(taken.acquire()).isTrue();
    Event die = new Event();
    Process victim =
        start(() -> {
          int _ = tasks.get();
          boolean _ = die.await();
          KillPoint.kill();
        });
    Other waiter = Kind.THREAD.start(() -> requireLost(1, tasks, victim));
    die.set();
    waiter.join();
    await(victim);
    tasks.taskDone();
    work.set();
    tasks.join();
    worker.join();
    requireAllDone(tasks);
  }

  @Test
  void aTaskThatWasHandedOnIsLostUntilItsNewHolderFinishesIt() {
    JoinableQueue<Integer> tasks = tasks(1);
    Queue<Integer> handed = new Queue<>();
    Event work = new Event();
    Other worker =
        Kind.PROCESS.start(() -> {
          int _ = handed.get();
          boolean _ = work.await();
          tasks.taskDone();
        });
    Process victim =
        await(
            start(() -> {
              handed.put(tasks.get());
              KillPoint.kill();
            }));
    requireLost(1, tasks, victim);
    work.set();
    worker.join();
    requireAllDone(tasks);
  }

  @Test
  void whoFinishesWithoutATaskFinishesOneOfTheDead() {
    JoinableQueue<Integer> tasks = tasks(3);
    int _ = tasks.get();
    Process victim = killedWith(1, tasks);
    Event work = new Event();
    Semaphore taken = new Semaphore(0);
    Process worker =
        start(() -> {
          int _ = tasks.get();
          taken.release();
          boolean _ = work.await();
          tasks.taskDone();
        });
    assertThat(taken.acquire()).isTrue();
    finishElsewhere(tasks);
    assertThat(tasks.join(Multiprocessing.millis(50))).isFalse();
    assertThat(victim.exitCode()).isEqualTo(KILLED);
    tasks.taskDone();
    work.set();
    tasks.join();
    worker.join();
    requireAllDone(tasks);
  }

  /// Two hold a task each, and a third one finishes one of the two: nobody knows whose. If then one
  /// of them is killed, his may be lost.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatMayBeLostIsToldUntilTheOtherHolderIsDone(boolean mainTakesFirst) {
    JoinableQueue<Integer> tasks = tasks(2);
    Event die = new Event();
    Semaphore taken = new Semaphore(0);
    if (mainTakesFirst) {
      int _ = tasks.get();
    }
    Process victim =
        start(() -> {
          int _ = tasks.get();
          taken.release();
          boolean _ = die.await();
          KillPoint.kill();
        });
    assertThat(taken.acquire()).isTrue();
    if (!mainTakesFirst) {
      int _ = tasks.get();
    }
    finishElsewhere(tasks);
    die.set();
    await(victim);
    requireLost(1, tasks, victim);
    tasks.taskDone();
    requireAllDone(tasks);
    tasks.put(1);
    Process next = killedWith(1, tasks);
    requireLost(1, tasks, next);
  }

  @Test
  void manyWhoFinishTasksOfOthersLeaveTheCountRight() {
    int each = 50;
    JoinableQueue<Integer> tasks = tasks(3 * each);
    Queue<Integer> handed = new Queue<>();
    Kind.PROCESS
        .start(
            2,
            () -> {
              for (int i = 0; i < each; i++) {
                handed.put(tasks.get());
              }
            })
        .forEach(Other::join);
    for (int i = 0; i < each; i++) {
      handed.put(tasks.get());
    }
    Other.joinAll(
        Kind.PROCESS.start(
            3,
            () -> {
              for (int i = 0; i < each; i++) {
                int _ = handed.get();
                tasks.taskDone();
              }
            }));
    requireAllDone(tasks);
    tasks.put(1);
    requireLost(1, tasks, killedWith(1, tasks));
  }

  @Test
  void whatWasFinishedBeforeItWasTakenIsNotLost() {
    JoinableQueue<Integer> tasks = tasks(2);
    tasks.taskDone();
    tasks.taskDone();
    assertThatIllegalStateException().isThrownBy(tasks::taskDone);
    Process _ = killedWith(2, tasks);
    requireAllDone(tasks);
    tasks.put(1);
    requireLost(1, tasks, killedWith(1, tasks));
  }

  @Test
  void whoJoinsAloneIsToldThatNobodyIsLeftToGet() {
    JoinableQueue<Integer> tasks = tasks(2);
    Process victim =
        await(
            start(() -> {
              int _ = tasks.get();
              tasks.taskDone();
              KillPoint.kill();
            }));
    assertThatExceptionOfType(PartnerDiedException.class)
        .isThrownBy(tasks::join)
        .withMessageContaining("nobody is left who could get")
        .withMessageContaining("victim (pid %d)", victim.pid());
    finishElsewhere(tasks);
    assertThat(tasks.join(Multiprocessing.millis(0))).isTrue();
  }
}
