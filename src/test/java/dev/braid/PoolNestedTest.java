package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Pools in processes, and processes in pools.
@SuppressWarnings("try") // closed before the end of the block, as users do
class PoolNestedTest {
  private static List<Integer> squares() {
    try (Pool pool = new Pool(2)) {
      List<Integer> squares = pool.map(x -> x * x, range(5));
      pool.close();
      pool.join();
      return squares;
    }
  }

  private static long pidOfChild() {
    Queue<Long> pids = new Queue<>();
    Process child = new Process(() -> pids.put(getppid()));
    child.start();
    child.join();
    return pids.get();
  }

  @Test
  void aProcessMayHaveAPool() {
    Queue<List<Integer>> results = new Queue<>();
    Process process = new Process(() -> results.put(squares()));
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
    assertThat(results.get()).containsExactly(0, 1, 4, 9, 16);
  }

  @Test
  void aTaskMayNotHaveChildrenForWorkersAreDaemons() {
    try (Pool pool = new Pool(1)) {
      for (Fn<Object> task :
          List.<Fn<Object>>of(PoolNestedTest::pidOfChild, PoolNestedTest::squares)) {
        assertThatThrownBy(() -> pool.apply(task))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("daemonic processes are not allowed to have children");
      }
      assertThat(pool.apply(() -> Process.current().isDaemon())).isTrue();
      // Nothing of the second pool is left in the worker.
      assertThat(pool.apply(PoolNestedTest::threadsOfPools)).isZero();
      pool.close();
      pool.join();
    }
  }

  private static long threadsOfPools() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("braid-pool-"))
        .filter(thread -> !ends(thread))
        .count();
  }

  private static boolean ends(Thread thread) {
    try {
      return thread.join(seconds(10));
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void aTaskOfWorkersThatAreNoDaemonsMayHaveProcessesAndPools() {
    try (Pool pool = Pool.builder().processes(1).daemon(false).open()) {
      assertThat(pool.apply(PoolNestedTest::pidOfChild)).isEqualTo(pool.pids().getFirst());
      assertThat(pool.apply(PoolNestedTest::squares)).containsExactly(0, 1, 4, 9, 16);
      pool.close();
      pool.join();
    }
  }

  @Test
  void aTaskMayHaveAPoolOfThreads() {
    try (Pool pool = new Pool(1)) {
      List<Long> pids =
          pool.apply(() -> {
            try (Pool threads = Pool.ofThreads(2)) {
              return threads.map(_ -> getpid(), range(4));
            }
          });
      assertThat(pids).hasSize(4).containsOnly(pool.pids().getFirst());
      pool.close();
      pool.join();
    }
  }

  @Test
  void aTaskOfAThreadMayUseAPoolOfProcesses() {
    try (Pool processes = new Pool(2);
        Pool threads = Pool.ofThreads(3)) {
      assertThat(threads.map(x -> processes.apply(y -> y + 1, x), range(30), 1))
          .isEqualTo(range(1, 31));
      threads.close();
      threads.join();
      processes.close();
      processes.join();
    }
  }
}
