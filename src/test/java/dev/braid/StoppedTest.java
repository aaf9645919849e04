package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes that are stopped with something that others want.
@Tag("linux")
@SuppressWarnings("WaitNotInLoop") // a test knows what it waits for
class StoppedTest {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  /// A thousand slices of a wait, and far beyond any time after which others would give one up. All
  /// at once, so that it is spent once.
  private static final long LONG = 20;

  private final ExecutorService others = Executors.newCachedThreadPool();
  private final List<Standstill> all = new ArrayList<>();

  /// One who is stopped, and one who wants what he has.
  ///
  /// @param meanwhile looks whether he still has it
  /// @param after looks whether all is in order again
  private record Standstill(Process holder, Future<?> wish, Task meanwhile, Task after) {}

  private void add(Process holder, Fn<?> wish, Task meanwhile, Task after) {
    all.add(new Standstill(holder, others.submit(wish::call), meanwhile, after));
  }

  @AfterEach
  void endAll() {
    for (Standstill each : all) {
      each.holder.kill();
      each.holder.join();
    }
    others.shutdownNow();
  }

  private static Process stopped(String instant, Task task) throws IOException {
    Process process = Victim.startStopping(instant, task);
    Proc.awaitStop(process.pid());
    return process;
  }

  /// The instant at which its program has all that it wants.
  private static Process stoppedInside(Task task) throws IOException {
    return stopped("test.inside", task);
  }

  @Test
  @Timeout(180) // a dozen JVMs start, too
  void oneThatIsStoppedKeepsWhatItHasAndLosesNothing() throws Exception {
    producer();
    consumer();
    worker();
    holder(new Lock(), 1);
    holder(new RLock(), 1);
    holder(new RLock(), 3);
    takerOfPermits();
    userOfASemaphore();
    party();
    waiter();
    signaller();
    updater();
    // Nobody allocates from now on.
    allocator();
    assertThatThrownBy(() -> all.getFirst().wish.get(LONG, TimeUnit.SECONDS))
        .isInstanceOf(TimeoutException.class);
    for (Standstill each : all) {
      assertThat(each.wish.isDone()).isFalse();
      each.meanwhile.run();
      assertThat(Proc.isStopped(each.holder.pid())).isTrue();
    }
    for (Standstill each : all) {
      each.holder.signal(SIGCONT);
    }
    for (Standstill each : all) {
      Object _ = each.wish.get();
      each.holder.join();
      assertThat(each.holder.exitCode()).isZero();
      each.after.run();
    }
  }

  private void producer() throws IOException {
    Queue<Integer> queue = new Queue<>();
    Process holder =
        stopped(
            "channel.put.locked:2",
            () -> {
              queue.put(1);
              queue.put(2);
            });
    Fn<?> wish =
        () -> {
          queue.put(3);
          return 3;
        };
    add(
        holder,
        wish,
        () -> assertThat(queue.qsize()).isEqualTo(1),
        () -> assertThat(List.of(queue.get(), queue.get(), queue.get())).containsExactly(1, 2, 3));
  }

  private void consumer() throws IOException {
    Queue<Integer> queue = new Queue<>();
    range(5).forEach(queue::put);
    Queue<Integer> got = new Queue<>();
    Process holder =
        stopped(
            "channel.get.locked:2",
            () -> {
              got.put(queue.get());
              got.put(queue.get());
            });
    Fn<?> wish =
        () -> {
          got.put(queue.get());
          return "got";
        };
    add(
        holder,
        wish,
        () -> assertThat(queue.qsize()).isEqualTo(4),
        () -> {
          assertThat(List.of(got.get(), got.get(), got.get())).containsExactlyInAnyOrder(0, 1, 2);
          assertThat(List.of(queue.get(), queue.get())).containsExactly(3, 4);
          assertThatThrownBy(() -> queue.get(seconds(0))).isInstanceOf(Queue.Empty.class);
        });
  }

  private void worker() throws IOException {
    JoinableQueue<Integer> tasks = new JoinableQueue<>();
    range(2).forEach(tasks::put);
    Process holder =
        stopped(
            "tasks.locked:2",
            () -> {
              int _ = tasks.get();
              tasks.taskDone();
            });
    Fn<?> wish =
        () -> {
          int got = tasks.get();
          tasks.taskDone();
          return got;
        };
    add(holder, wish, () -> {}, () -> assertThat(tasks.join(PATIENCE)).isTrue());
  }

  private static boolean use(Mutex lock) {
    boolean acquired = lock.acquire();
    lock.release();
    return acquired;
  }

  private static boolean use(Permits permits) {
    boolean acquired = permits.acquire();
    permits.release();
    return acquired;
  }

  private void holder(Mutex lock, int depth) throws IOException {
    Process holder =
        stoppedInside(() -> {
          for (int i = 0; i < depth; i++) {
            boolean _ = lock.acquire();
          }
          KillPoint.at("test.inside");
          for (int i = 0; i < depth; i++) {
            lock.release();
          }
        });
    add(
        holder,
        () -> use(lock),
        () -> {
          assertThat(lock.tryAcquire()).isFalse();
          assertThat(lock.toString()).contains("(pid %d)".formatted(holder.pid()));
        },
        () -> assertThat(lock.isLocked()).isFalse());
  }

  private void takerOfPermits() throws IOException {
    BoundedSemaphore permits = new BoundedSemaphore(2);
    Process holder =
        stoppedInside(() -> {
          boolean _ = permits.acquire();
          boolean _ = permits.acquire();
          KillPoint.at("test.inside");
          permits.release();
          permits.release();
        });
    add(
        holder,
        () -> use(permits),
        () -> {
          assertThat(permits.tryAcquire()).isFalse();
          assertThat(permits.value()).isZero();
        },
        () -> assertThat(permits.value()).isEqualTo(2));
  }

  private void userOfASemaphore() throws IOException {
    BoundedSemaphore permits = new BoundedSemaphore(1);
    Process holder = stopped("semaphore.locked", () -> use(permits));
    add(holder, () -> use(permits), () -> {}, () -> assertThat(permits.value()).isEqualTo(1));
  }

  /// It has passed, but is still in: the next round needs it.
  private void party() throws IOException {
    Barrier barrier = new Barrier(2);
    Process party =
        new Process(() -> {
          int _ = barrier.await();
          int _ = barrier.await();
        });
    party.start();
    while (barrier.waiting() < 1) {
      Thread.onSpinWait();
    }
    party.signal(SIGSTOP);
    Proc.awaitStop(party.pid());
    Fn<?> wish =
        () -> {
          assertThat(barrier.await()).isEqualTo(1);
          return barrier.await();
        };
    add(
        party,
        wish,
        () -> {
          assertThat(barrier.isBroken()).isFalse();
          assertThat(barrier.waiting()).isEqualTo(1);
        },
        () -> assertThat(barrier).hasToString("Barrier[0 of 2 there]"));
  }

  private static boolean waitOnce(Condition condition) {
    try (var _ = condition.hold()) {
      condition.await();
      return true;
    }
  }

  /// The signal that it has got is its own; it gives another one.
  private void waiter() throws IOException {
    Condition condition = new Condition();
    Process waiter =
        new Process(() -> {
          try (var _ = condition.hold()) {
            condition.await();
            condition.signal();
          }
        });
    waiter.start();
    Waiters.await(condition, 1);
    // Whoever gets the lock now knows that the waiter has let go of it.
    condition.hold().close();
    waiter.signal(SIGSTOP);
    Proc.awaitStop(waiter.pid());
    add(
        waiter,
        () -> waitOnce(condition),
        () -> {
          assertThat(condition.tryAcquire()).isTrue();
          condition.release();
        },
        () -> assertThat(condition.toString()).doesNotContain("waiting"));
    Waiters.await(condition, 2);
    try (var _ = condition.hold()) {
      condition.signal();
    }
  }

  /// Whom it has signalled needs the lock from it.
  private void signaller() throws IOException {
    Condition condition = new Condition();
    Future<Boolean> signalled = others.submit(() -> waitOnce(condition));
    Waiters.await(condition, 1);
    Process signaller =
        stopped(
            "condition.signalled",
            () -> {
              try (var _ = condition.hold()) {
                condition.signal();
              }
            });
    add(
        signaller,
        signalled::get,
        () -> assertThat(condition.tryAcquire()).isFalse(),
        () -> assertThat(condition.toString()).contains("[free]").doesNotContain("waiting"));
  }

  private void updater() throws IOException {
    Value<Integer> value = new Value<>(0);
    Process updater =
        stoppedInside(() ->
            value.update(x -> {
              KillPoint.at("test.inside");
              return x + 1;
            }));
    add(
        updater,
        () -> value.update(x -> x + 10),
        () -> assertThat(value.get()).isZero(),
        () -> assertThat(value.get()).isEqualTo(11));
  }

  private void allocator() throws IOException {
    Process allocator = stopped("arena.locked:1", Queue::new);
    Fn<?> wish =
        () -> {
          new Queue<Integer>().close();
          return "allocated";
        };
    add(allocator, wish, () -> {}, () -> {});
  }
}
