package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.Garbage;
import dev.braid.memory.SharedArena;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// The ends of processes that have to do with a manager's pool.
class ManagedPoolEndTest {
  private static List<ProcessHandle> handles(List<Long> pids) {
    return pids.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
  }

  private static void areGone(List<ProcessHandle> workers) throws Exception {
    for (ProcessHandle worker : workers) {
      assertThat(worker.onExit().get().isAlive()).isFalse();
    }
  }

  @Test
  void whoeverWaitsForAKilledServerIsTold() throws Exception {
    try (Manager manager = new Manager()) {
      Pool pool = manager.pool(3);
      Barrier allRun = new Barrier(4);
      Event never = new Event();
      CompletableFuture<Throwable> told = new CompletableFuture<>();
      AsyncResult<String> later =
          pool.applyAsync(() -> stay(allRun, never)).onError(told::complete);
      ResultIterator<String> results = pool.imap(_ -> stay(allRun, never), List.of(1));
      FutureTask<String> waiting = new FutureTask<>(() -> pool.apply(() -> stay(allRun, never)));
      var _ = Thread.ofVirtual().start(waiting);
      allRun.await();
      List<ProcessHandle> workers = handles(pool.pids());
      ProcessHandle.of(manager.pid()).orElseThrow().destroyForcibly();
      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(ManagerLostException.class);
      assertThatThrownBy(later::get).isInstanceOf(ManagerLostException.class);
      assertThat(told.get()).isInstanceOf(ManagerLostException.class);
      assertThatThrownBy(results::next).isInstanceOf(ManagerLostException.class);
      assertThatThrownBy(() -> pool.applyAsync(() -> 1)).isInstanceOf(ManagerLostException.class);
      assertThatThrownBy(pool::join).isInstanceOf(ManagerLostException.class);
      areGone(workers);
    }
  }

  private static String stay(Barrier allRun, Event end) {
    allRun.await();
    return Slow.until(end);
  }

  @Test
  void whatAKilledClientWaitedForIsCancelledAndTheRestGoesOn() {
    try (Manager manager = new Manager()) {
      Pool pool = manager.pool(2);
      Barrier bothRun = new Barrier(3);
      Event go = new Event();
      Event done = new Event();
      Event interrupted = new Event();
      Process client =
          new Process(() -> {
            AsyncResult<?> _ =
                pool.applyAsync(() -> {
                  String _ = stay(bothRun, go);
                  done.set();
                });
            pool.forEach(_ -> sleep(bothRun, interrupted), List.of(1));
          });
      client.start();
      bothRun.await();
      Grace grace = Grace.of(pool);
      client.kill();
      client.join();
      grace.await(interrupted);
      go.set();
      done.await();
      assertThat(pool.apply(() -> 1)).isEqualTo(1);
    }
  }

  private static void sleep(Barrier allRun, Event interrupted) {
    allRun.await();
    try {
      Thread.sleep(100_000);
    } catch (InterruptedException e) {
      interrupted.set();
    }
  }

  @Test
  void aPoolThatNobodyHasAnyMoreIsTerminated() throws Exception {
    try (Manager manager = new Manager()) {
      Queue<Pool> given = new Queue<>();
      Queue<List<Long>> pids = new Queue<>();
      Event never = new Event();
      given.put(manager.pool(2));
      Process client =
          new Process(() -> {
            Pool pool = given.get();
            AsyncResult<?> _ = pool.applyAsync(() -> Slow.until(never));
            pids.put(pool.pids());
            Multiprocessing.sleep(1000);
            pool.close();
          });
      client.start();
      List<ProcessHandle> workers = handles(pids.get());
      // What this process had is garbage.
      Garbage.collect(SharedArena.current());
      client.kill();
      client.join();
      areGone(workers);
      assertThat(manager.numberOfObjects()).isZero();
    }
  }
}
