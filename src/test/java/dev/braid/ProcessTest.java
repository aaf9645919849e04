package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.parentProcess;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process object, from its making to its closing.
class ProcessTest {
  private final List<Process> started = new ArrayList<>();

  private Process start(Process process) {
    process.start();
    started.add(process);
    return process;
  }

  private static Process sleeper() {
    return new Process(() -> sleep(1000));
  }

  @AfterEach
  void killTheRest() {
    for (Process process : started) {
      try {
        process.kill();
        process.join();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("closed");
      }
    }
  }

  @Test
  void runsItsTargetInAnotherProcess() {
    long here = getpid();
    Event seen = new Event();
    Process process =
        new Process(() -> {
          if (getpid() == here) {
            throw new IllegalStateException("the same process");
          }
          seen.await();
        });
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitCode()).isNull();
    assertThat(process.exception()).isEmpty();
    assertThat(process.isDaemon()).isFalse();
    assertThat(activeChildren()).doesNotContain(process);
    start(process);
    assertThat(process.isAlive()).isTrue();
    assertThat(process.exitCode()).isNull();
    assertThat(process.pid()).isNotEqualTo(here);
    assertThat(activeChildren()).contains(process);
    seen.set();
    process.join();
    assertThat(process.exception()).isEmpty();
    assertThat(process.exitCode()).isZero();
    assertThat(process.isAlive()).isFalse();
    assertThat(activeChildren()).doesNotContain(process);
  }

  @Test
  void mainProcessKnowsItself() {
    Process main = currentProcess();
    assertThat(main.name()).isEqualTo("MainProcess");
    assertThat(main.pid()).isEqualTo(getpid());
    assertThat(main.isAlive()).isTrue();
    assertThat(main.isDaemon()).isFalse();
    assertThat(main.exitCode()).isNull();
    assertThat(main.authKey()).hasSize(32);
    assertThat(parentProcess()).isEmpty();
    main.close();
    assertThat(main.isAlive()).isTrue();
    assertThatIllegalStateException().isThrownBy(main::start).withMessageContaining("twice");
    assertThatIllegalStateException().isThrownBy(main::join).withMessageContaining("child process");
  }

  @Test
  void childKnowsItself() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> println(currentProcess().pid(), getpid(), currentProcess()))
              .name("loader");
      start(process).join();
      String pid = Long.toString(process.pid());
      assertThat(console.lines())
          .containsExactly(
              "%s %s <Process name='loader' pid=%s parent=%d started>"
                  .formatted(pid, pid, pid, getpid()));
    }
  }

  @Test
  void argumentsArriveEqual() {
    try (Console console = new Console()) {
      start(new Process(a -> println("one", a), List.of(1, "x"))).join();
      start(new Process((a, b) -> println("two", a, b[1]), 7, new String[] {"y", "z"})).join();
      start(new Process((a, b, c) -> println("three", a, b, c), "test", 18, Map.of("m", 20)))
          .join();
      start(
              new Process(
                  (a, b, c, d) -> println("four", a, b, c, Arrays.toString(d)),
                  1.5,
                  'c',
                  Duration.ofMillis(3),
                  new int[] {1, 2}))
          .join();
      assertThat(console.lines())
          .containsExactly(
              "one [1, x]", "two 7 z", "three test 18 {m=20}", "four 1.5 c PT0.003S [1, 2]");
    }
  }

  @Test
  void twoNamesForOneObjectStayOneObject() {
    List<Integer> list = new ArrayList<>(List.of(1));
    try (Console console = new Console()) {
      Process process =
          new Process(
              (a, b) -> {
                a.add(2);
                println(b);
              },
              list,
              list);
      start(process).join();
      assertThat(console.lines()).containsExactly("[1, 2]");
      assertThat(list).containsExactly(1);
    }
  }

  @Test
  void runCalledDirectlyRunsHere() throws Exception {
    List<Long> pids = new ArrayList<>();
    new Process(() -> pids.add(getpid())).run();
    assertThat(pids).containsExactly(getpid());
  }

  @Test
  void canOnlyBeStartedOnce() {
    Process process = start(sleeper());
    assertThatIllegalStateException()
        .isThrownBy(process::start)
        .withMessageContaining("cannot start a process twice");
    process.kill();
    process.join();
    assertThatIllegalStateException()
        .isThrownBy(process::start)
        .withMessageContaining("cannot start a process twice");
  }

  @Test
  void onlyItsCreatorStartsIt() {
    Process theirs = new Process(() -> {});
    Process thief = start(new Process(Process::start, theirs));
    thief.join();
    assertThat(thief.exception())
        .get()
        .isInstanceOf(IllegalStateException.class)
        .asString()
        .contains("was created by process " + getpid());
  }

  @Test
  void onlyItsParentAsksForItsEnd() {
    try (Console console = new Console()) {
      Process sibling = start(sleeper());
      Process asker =
          new Process(
              other -> {
                refused(other::join);
                refused(other::isAlive);
                refused(other::terminate);
                refused(other::sentinel);
                println(other.pid(), other.exitCode(), other);
              },
              sibling);
      start(asker).join();
      assertThat(console.lines())
          .hasSize(5)
          .startsWith(
              "can only join a child process; %s (pid %d) isn't one of this process"
                  .formatted(sibling.name(), sibling.pid()))
          .endsWith(
              "%d null <Process name='%s' pid=%d parent=%d unknown>"
                  .formatted(sibling.pid(), sibling.name(), sibling.pid(), getpid()));
    }
  }

  private static void refused(Task call) throws Exception {
    try {
      call.run();
    } catch (IllegalStateException e) {
      println(e.getMessage());
    }
  }

  @Test
  void whatNeedsAChildIsRefusedBeforeTheStart() {
    Process process = new Process(() -> {});
    List<ThrowingCallable> calls =
        List.of(
            process::join,
            () -> process.join(Duration.ZERO),
            process::terminate,
            process::kill,
            process::interrupt,
            () -> process.signal(10),
            process::sentinel);
    assertThat(calls)
        .allSatisfy(call ->
            assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessageContaining("started process; call start() on " + process.name()));
    assertThatIllegalStateException()
        .isThrownBy(process::pid)
        .withMessage(process.name() + " has no pid before start()");
  }

  @Test
  void closeIsRefusedWhileItRuns() {
    Process process = start(sleeper());
    assertThatIllegalStateException()
        .isThrownBy(process::close)
        .withMessageContaining("while it is still running");
    process.kill();
    process.join();
    process.close();
    process.close();
  }

  @Test
  void closedProcessAnswersNothingButItsName() {
    Process process = new Process(() -> {});
    start(process).join();
    process.close();
    List<ThrowingCallable> calls =
        List.of(
            process::isAlive,
            process::exitCode,
            process::exception,
            process::pid,
            process::join,
            process::terminate,
            process::kill,
            process::interrupt,
            () -> process.signal(10),
            process::sentinel,
            process::authKey,
            process::start,
            () -> process.daemon(true));
    assertThat(calls)
        .allSatisfy(call ->
            assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessage("process object is closed: " + process.name()));
    assertThat(process.toString()).contains("closed");
    assertThat(activeChildren()).doesNotContain(process);
  }

  @Test
  void processThatWasNeverStartedCanBeClosed() {
    Process process = new Process(() -> {});
    process.close();
    assertThatIllegalStateException()
        .isThrownBy(process::start)
        .withMessageContaining("process object is closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65, Integer.MIN_VALUE})
  void signalThatDoesntExistIsRefused(int number) {
    Process process = start(sleeper());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> process.signal(number))
        .withMessageContaining("signal %d doesn't exist".formatted(number));
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void joinWaitsNoLongerThanItsLimit() {
    Process process = start(sleeper());
    assertThat(process.join(Duration.ZERO)).isFalse();
    assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
    assertThat(process.join(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
    assertThat(process.join(Duration.ofMillis(20))).isFalse();
    process.kill();
    assertThat(process.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(process.join(Duration.ZERO)).isTrue();
    process.join();
    assertThat(process.exitCode()).isEqualTo(-9);
  }

  @Test
  void signalsToAnEndedProcessDoNothing() {
    Process process = start(new Process(() -> {}));
    process.join();
    process.terminate();
    process.kill();
    process.interrupt();
    process.signal(10);
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void toStringTellsTheState() {
    Process process = sleeper().name("x").daemon(true);
    String head = "<Process name='x'";
    String parent = " parent=" + getpid();
    assertThat(process).hasToString(head + parent + " initial daemon>");
    start(process);
    String pid = " pid=" + process.pid();
    assertThat(process).hasToString(head + pid + parent + " started daemon>");
    process.kill();
    process.join();
    assertThat(process).hasToString(head + pid + parent + " stopped exitcode=-9 daemon>");
    process.close();
    assertThat(process).hasToString(head + pid + parent + " closed daemon>");
  }

  @Test
  void targetIsForgottenOnceItIsOnItsWay() throws InterruptedException {
    ReferenceQueue<int[]> collected = new ReferenceQueue<>();
    int @Nullable [] data = {1, 2, 3};
    WeakReference<int[]> reference = new WeakReference<>(data, collected);
    Process process = withTarget(data);
    start(process);
    data = null;
    System.gc();
    assertThat((Object) collected.remove()).isSameAs(reference);
    process.join();
    assertThat(process.exitCode()).isZero();
  }

  private static Process withTarget(int[] data) {
    return new Process(() -> println(data.length));
  }

  @Test
  void whatCantBeCopiedIsNamedWithThePathToIt() {
    Thread thread = new Thread();
    Process process = new Process(t -> {}, List.of(1, thread));
    assertThatThrownBy(process::start)
        .isInstanceOf(CopyException.class)
        .hasMessageContaining("argument 1[1] (java.lang.Thread)");
    assertThat(process.isAlive()).isFalse();
    assertThat(activeChildren()).isEmpty();
  }

  @Test
  void refusedStartCanBeTriedAgain() {
    List<Object> list = new ArrayList<>(List.of(new Thread()));
    Process process = new Process(_ -> {}, list);
    assertThatThrownBy(process::start).isInstanceOf(CopyException.class);
    list.clear();
    start(process).join();
    assertThat(process.exitCode()).isZero();
  }
}
