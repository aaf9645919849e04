package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord;
import dev.braid.memory.OutputRecord.Kind;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What only the pools of managers do; what all pools do is in the contracts.
class ManagedPoolTest {
  @SuppressWarnings("NullAway.Init")
  private Manager manager;

  @BeforeEach
  void open() {
    manager = new Manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static List<Integer> squares() {
    return range(10).stream().map(x -> x * x).toList();
  }

  private static void run(Task task) {
    Process child = new Process(task);
    child.start();
    child.join();
    assertThat(child.exitCode()).isZero();
  }

  @Test
  void aPoolIsUsedByAChildAsByItsParent() {
    try (Pool pool = manager.pool(4)) {
      run(() -> {
        assertThat(pool.map(x -> x * x, range(10))).isEqualTo(squares());
        assertThat(pool.mapAsync(x -> x * x, range(10)).get()).isEqualTo(squares());
        assertThat(pool.imap(x -> x * x, range(10))).toIterable().isEqualTo(squares());
      });
      assertThat(pool.map(x -> x * x, range(10))).isEqualTo(squares());
      run(pool::close);
      assertThatThrownBy(() -> pool.apply(() -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Pool not running: it was closed");
      pool.join();
    }
  }

  @Test
  void workersAreChildrenOfTheServer() {
    Pool pool = manager.pool(2);
    assertThat(pool.apply(() -> getppid())).isEqualTo(manager.pid());
    assertThat(pool.pids()).hasSize(2).contains(pool.apply(() -> getpid()));
    assertThat(pool.processes()).isEqualTo(2);
    assertThat(pool).hasToString("Pool[running, 2 processes]");
    assertThat(pool.insights().workers()).hasSize(2);
    assertThat(manager.numberOfObjects()).isPositive();
  }

  @Test
  void aServerMayHaveAPoolOfThreads() {
    Pool pool = manager.create(Pool.class, () -> Pool.ofThreads(2));
    assertThat(pool.map(_ -> getpid(), range(4))).containsOnly(manager.pid());
  }

  @Test
  void callbacksRunWhereTheyWereGiven() {
    Pool pool = manager.pool(1);
    List<Long> called = new ArrayList<>();
    assertThat(pool.applyAsync(() -> getppid()).onSuccess(_ -> called.add(getpid())).get())
        .isEqualTo(manager.pid());
    assertThat(called).containsExactly(getpid());
  }

  @Test
  void aSizeBelowOneIsRefused() {
    assertThatThrownBy(() -> manager.pool(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Number of processes must be at least 1");
  }

  @Test
  void aPoolGoesThroughQueuesAndMapsAndToItsOwnTasks() {
    Pool pool = manager.pool(2);
    Queue<Pool> queue = new Queue<>();
    queue.put(pool);
    run(() -> assertThat(queue.get().apply(() -> 1)).isEqualTo(1));
    Map<String, Pool> map = manager.dict();
    var _ = map.put("pool", pool);
    assertThat(map.get("pool").apply(() -> 2)).isEqualTo(2);
    assertThat(pool.apply(() -> pool.apply(() -> 3))).isEqualTo(3);
  }

  @Test
  void whatTasksPrintBelongsToTheCellThatSubmitsThem() {
    Pool pool = manager.pool(1);
    try (Console console = new Console()) {
      Output.inCell(7007, () -> pool.forEach(_ -> println("waited for"), range(1)));
      Output.inCell(
          7007,
          () -> {
            Object _ = pool.applyAsync(() -> println("awaited")).get();
          });
      Output.inCell(
          7007,
          () -> {
            try (ResultIterator<Integer> results =
                pool.imap(
                    x -> {
                      println("streamed");
                      return x;
                    },
                    range(1))) {
              assertThat(results.next()).isZero();
            }
          });
      Output.flush();
      assertThat(console.records())
          .filteredOn(entry -> entry.kind() == Kind.STDOUT)
          .extracting(OutputRecord::cell)
          .containsExactly(7007L, 7007L, 7007L);
    }
  }

  @Test
  void anInterruptionCancelsTheTasksThatAreWaitedFor() throws Exception {
    Pool pool = manager.pool(1);
    Event begun = new Event();
    Event interrupted = new Event();
    FutureTask<String> waiting =
        new FutureTask<>(() -> {
          assertThatThrownBy(() -> pool.forEach(_ -> hang(begun, interrupted), range(5)))
              .isInstanceOf(InterruptedWaitException.class);
          return Thread.interrupted() ? "interrupted" : "not interrupted";
        });
    Thread thread = Thread.ofPlatform().start(waiting);
    begun.await();
    Grace grace = Grace.of(pool);
    thread.interrupt();
    assertThat(waiting.get()).isEqualTo("interrupted");
    grace.await(interrupted);
    thread.join();
    assertThat(pool.map(x -> x * x, range(10))).isEqualTo(squares());
  }

  private static void hang(Event begun, Event interrupted) {
    begun.set();
    try {
      Thread.sleep(100_000);
    } catch (InterruptedException e) {
      interrupted.set();
    }
  }

  @Test
  void anInterruptedThreadCancelsItsTasksAllTheSame() {
    Pool pool = manager.pool(1);
    Event begun = new Event();
    Event interrupted = new Event();
    AsyncResult<?> result = pool.applyAsync(() -> hang(begun, interrupted));
    begun.await();
    Grace grace = Grace.of(pool);
    Thread.currentThread().interrupt();
    assertThat(result.cancel(true)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    grace.await(interrupted);
  }

  @Test
  void whatCannotBeCopiedIsTold() {
    Pool pool = manager.pool(1);
    Thread here = Thread.currentThread();
    assertThatThrownBy(() -> pool.apply(() -> here.getName())).isInstanceOf(CopyException.class);
    assertThatThrownBy(() -> pool.applyAsync(x -> x, here)).isInstanceOf(CopyException.class);
    assertThatThrownBy(() -> pool.apply(Thread::currentThread)).isInstanceOf(CopyException.class);
    AsyncResult<Thread> result = pool.applyAsync(Thread::currentThread);
    assertThatThrownBy(result::get).isInstanceOf(CopyException.class);
    ResultIterator<Integer> results = pool.imap(_ -> 1, List.of(1, here, 1));
    assertThat(results.next()).isEqualTo(1);
    assertThatThrownBy(results::next).isInstanceOf(CopyException.class);
    assertThat(results.next()).isEqualTo(1);
    assertThat(results).isExhausted();
  }

  @Test
  void aResultThatCannotBeReadHereFailsAndNoOtherOne() {
    Pool pool = manager.pool(1);
    long here = getpid();
    AsyncResult<Fussy> fussy = pool.applyAsync(() -> new Fussy(here));
    AsyncResult<Integer> other = pool.applyAsync(() -> 1);
    assertThatThrownBy(fussy::get).isInstanceOf(UnreadableException.class);
    assertThat(other.get()).isEqualTo(1);
  }

  /// Can be read everywhere but in one process.
  private static final class Fussy implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long pid;

    Fussy(long pid) {
      this.pid = pid;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (pid == getpid()) {
        throw new IOException("not here");
      }
    }
  }

  @Test
  void othersThanThisSessionGetNoPool() {
    try (ManagerServer server = ManagerServer.at(new InetSocketAddress(0), new byte[] {1})) {
      assertThatThrownBy(() -> server.register("pool", Pool.class, () -> manager.pool(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("register an interface");
    }
  }
}
