package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.os.OperatingSystem;
import dev.braid.pool.Crews;
import dev.braid.pool.HiringException;
import dev.braid.pool.Recruit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only pools of processes do.
class PoolProcessTest {
  private final List<Pool> pools = new ArrayList<>();

  private Pool open(PoolBuilder builder) {
    Pool pool = builder.open();
    pools.add(pool);
    return pool;
  }

  private Pool open(int processes) {
    return open(Pool.builder().processes(processes));
  }

  @AfterEach
  void end() {
    pools.forEach(Workers::end);
  }

  private static void runs(Pool pool) {
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
  }

  @Test
  void workersAreProcessesAndLiveUntilTheEnd() {
    Pool pool = open(3);
    assertThat(pool.processes()).isEqualTo(3);
    List<Long> pids = pool.pids();
    assertThat(pids).hasSize(3).doesNotHaveDuplicates().doesNotContain(getpid());
    assertThat(pids).containsAll(pool.map(_ -> getpid(), range(30), 1));
    assertThat(pool.pids()).isEqualTo(pids);
  }

  @Test
  void aWorkerDoesMaxTasksPerChildNoMoreAndNoLess() {
    Pool pool = open(Pool.builder().processes(1).maxTasksPerChild(4));
    Map<Long, Integer> tasks = new LinkedHashMap<>();
    pool.map(_ -> getpid(), range(10), 1).forEach(pid -> tasks.merge(pid, 1, Integer::sum));
    assertThat(tasks.values()).containsExactly(4, 4, 2);
    // Each chunk is one task.
    assertThat(pool.map(_ -> getpid(), range(16), 8)).hasSize(16).containsOnly(last(tasks));
    assertThat(tasks).doesNotContainKey(pool.apply(() -> getpid()));
  }

  private static long last(Map<Long, Integer> tasks) {
    return new ArrayList<>(tasks.keySet()).getLast();
  }

  @Test
  void resultsThatCantBeCopiedCostNoWorker() {
    Pool pool = open(2);
    List<Long> pids = pool.pids();
    for (int i = 0; i < 20; i++) {
      List<Throwable> errors = new ArrayList<>();
      AsyncResult<Object> result =
          pool.<Object>applyAsync(() -> new Object[] {Thread.currentThread()})
              .onSuccess(_ -> errors.add(new AssertionError("a success")))
              .onError(errors::add);
      assertThatThrownBy(result::get).isInstanceOf(CopyException.class);
      assertThat(errors).singleElement().isInstanceOf(CopyException.class);
    }
    assertThat(pool.pids()).isEqualTo(pids);
  }

  @Test
  void aDeathIsDescribed() {
    Pool pool = open(1);
    long pid = pool.pids().getFirst();
    assertThatThrownBy(() ->
            pool.apply(() -> {
              println("so far so good");
              System.exit(3);
              return 1;
            }))
        .isInstanceOfSatisfying(
            WorkerDiedException.class,
            died -> {
              assertThat(died.pid()).isEqualTo(pid);
              assertThat(died.exitCode()).isEqualTo(3);
              assertThat(died.lastLines()).isEqualTo("so far so good");
            })
        .hasMessageContaining("(pid %d) ended with exit code 3", pid)
        .hasMessageContaining("so far so good");
    assertThat(pool.pids()).hasSize(1).doesNotContain(pid);
    runs(pool);
  }

  @Test
  void aDeathWithinAChunkCostsOneTaskAndNoneRunsTwice() {
    Pool pool = open(2);
    Array<Integer> runs = new Array<>('i', 40);
    ResultIterator<Integer> results =
        pool.imap(
            x -> {
              runs.set(x, runs.get(x) + 1);
              if (x == 17) {
                Runtime.getRuntime().halt(4);
              }
              return x;
            },
            range(40),
            10);
    for (int i = 0; i < 40; i++) {
      if (i == 17) {
        assertThatThrownBy(results::next).isInstanceOf(WorkerDiedException.class);
      } else {
        assertThat(results.next()).isEqualTo(i);
      }
    }
    assertThat(runs.toList()).containsOnly(1);
  }

  @Test
  void anEndByItsLimitCostsTheOthersOfItsChunkNothing() {
    Pool pool = open(2);
    // Their first task takes longer.
    Barrier both = new Barrier(2);
    assertThat(pool.map(_ -> both.await(), range(2), 1)).containsExactlyInAnyOrder(0, 1);
    List<Long> pids = pool.pids();
    Array<Integer> runs = new Array<>('i', 9);
    Event never = new Event();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(
            x -> {
              runs.set(x, runs.get(x) + 1);
              if (x == 1) {
                never.await();
              }
              return x;
            },
            range(9),
            3);
    while (!runs.toList().equals(List.of(1, 1, 0, 1, 1, 1, 1, 1, 1))) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(result.timeout(seconds(2))::get)
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessageContaining("longer than 2");
    assertThat(runs.toList()).containsOnly(1);
    assertThat(pool.pids()).hasSize(2).containsAnyElementsOf(pids).isNotEqualTo(pids);
    runs(pool);
  }

  @Test
  void anExceptionHasTheCallersTraceAndTheWorkersAsItsCause() {
    Pool pool = open(1);
    assertThatThrownBy(() -> pool.map(PoolProcessTest::refuse, range(3), 1))
        .isInstanceOf(NoSuchElementException.class)
        .satisfies(thrown -> {
          assertThat(methods(thrown)).contains("map").doesNotContain("refuse");
          assertThat(thrown.getCause())
              .isInstanceOf(RemoteTrace.class)
              .hasMessageStartingWith("in PoolWorker-")
              .hasMessageEndingWith("(pid %d)".formatted(pool.pids().getFirst()))
              .extracting(PoolProcessTest::methods, as(InstanceOfAssertFactories.LIST))
              .contains("refuse")
              .doesNotContain("map");
        });
    assertThatThrownBy(() ->
            pool.apply(() -> {
              throw new IllegalStateException("outer", new IllegalArgumentException("inner"));
            }))
        .hasMessage("outer")
        .cause()
        .hasMessage("inner")
        .cause()
        .isInstanceOf(RemoteTrace.class);
  }

  private static int refuse(int x) {
    throw new NoSuchElementException("no " + x);
  }

  private static List<String> methods(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @Test
  void anInitializerThatFailsLaterFailsWhatWaitsThen() {
    Value<Integer> starts = new Value<>(0);
    Pool pool =
        open(
            Pool.builder()
                .processes(1)
                .maxTasksPerChild(2)
                .initializer(() -> {
                  if (starts.addAndGet(1) > 1) {
                    throw new IllegalStateException("second start");
                  }
                }));
    ResultIterator<Integer> results = pool.imap(x -> x, range(4));
    assertThat(results.next()).isZero();
    assertThat(results.next()).isEqualTo(1);
    assertThatThrownBy(results::next).hasMessage("second start");
    assertThatThrownBy(results::next).hasMessage("second start");
  }

  @Test
  void whatAnInitializerSetsItsTasksSee() {
    Pool pool = open(Pool.builder().processes(2).initializer(() -> Settings.text = "set"));
    assertThat(pool.map(_ -> Settings.text, range(8), 1)).containsOnly("set");
    assertThat(Settings.text).isEqualTo("unset");
  }

  private static int exit() {
    System.exit(1);
    return 0;
  }

  private static final class Settings {
    private static String text = "unset";

    private Settings() {}
  }

  @Test
  void workersThatCantBeStartedAreSaid(@TempDir Path home) {
    Pool pool = open(1);
    new StandInJava(home)
        .during(() -> {
          assertThatThrownBy(() -> new Pool(3)).isInstanceOf(StartFailedException.class);
          assertThatThrownBy(() -> pool.apply(PoolProcessTest::exit))
              .isInstanceOf(WorkerDiedException.class);
          // Nobody has taken its place.
          assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(StartFailedException.class);
        });
    runs(pool);
  }

  @Test
  void thoseThatWereStartedBeforeOneThatCantBeAreEnded(@TempDir Path home) {
    String javaHome = System.getProperty("java.home");
    List<Recruit> started = new ArrayList<>();
    Recruit.Recruiter recruiter =
        (lane, initializer) -> {
          if (started.size() == 2) {
            System.setProperty("java.home", home.toString());
          }
          Recruit recruit = PoolWorker.start(lane, initializer, true);
          started.add(recruit);
          return recruit;
        };
    Crews crews = new Crews(4, 0, null, new Calls());
    try {
      assertThatThrownBy(() -> crews.processes(recruiter)).isInstanceOf(HiringException.class);
    } finally {
      System.setProperty("java.home", javaHome);
    }
    assertThat(started).hasSize(2);
    assertThat(started).allSatisfy(each -> assertThat(each.ended().join()).isEqualTo(-9));
  }

  @Test
  void anInitializerThatCantBeCopiedIsSaidAtOnce() {
    Thread thread = Thread.currentThread();
    PoolBuilder builder = Pool.builder().processes(2).initializer(() -> thread.interrupt());
    assertThatThrownBy(builder::open).isInstanceOf(CopyException.class);
    assertThat(Multiprocessing.activeChildren()).isEmpty();
  }

  @Test
  void aStoppedWorkerIsNotDeadAndItsTaskIsEndedByItsLimit() {
    Pool pool = open(2);
    AsyncResult<?> stopped =
        pool.applyAsync(() -> {
          OperatingSystem.current().signal(getpid(), 19);
          // Another thread may get the signal; then this one goes on for a moment.
          sleep(1000);
        });
    runs(pool);
    assertThat(stopped.ready()).isFalse();
    AsyncResult<?> _ = stopped.timeout(millis(50));
    assertThatThrownBy(stopped::get).isInstanceOf(TaskTimeoutException.class);
    runs(pool);
  }
}
