package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.pool.Dispatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Results of a pool's asynchronous methods, by every kind of worker; one pool for all of them, so
/// each leaves it usable.
@ParameterizedClass
@EnumSource(Workers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolResultContractTest {
  @Parameter Workers workers = Workers.THREADS;

  @SuppressWarnings("NullAway.Init")
  private Pool pool;

  @BeforeParameterizedClassInvocation
  void open() {
    pool = workers.open(3);
  }

  @AfterParameterizedClassInvocation
  void end() {
    pool.close();
    pool.join();
    Workers.closeManager();
  }

  @Test
  void callbacksGetTheWholeListOnceBeforeTheResultIsReady() {
    List<Object> called = new ArrayList<>();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(x -> x + 1, range(3))
            .onSuccess(called::add)
            .onError(called::add)
            .onSuccess(_ -> called.add("second"));
    assertThat(result.get()).containsExactly(1, 2, 3);
    assertThat(called).containsExactly(List.of(1, 2, 3), "second");
    assertThat(result.successful()).isTrue();
  }

  @Test
  void theErrorCallbackGetsTheExceptionOnce() {
    List<Object> called = new ArrayList<>();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(PoolResultContractTest::refuse, range(3))
            .onSuccess(called::add)
            .onError(called::add);
    assertThatThrownBy(result::get)
        .isInstanceOf(NoSuchElementException.class)
        .satisfies(thrown -> assertThat(called).containsExactly(thrown));
    assertThat(result.successful()).isFalse();
  }

  private static int refuse(int x) {
    throw new NoSuchElementException("no " + x);
  }

  @Test
  void aCallbackMayUseThePool() {
    List<Object> called = new ArrayList<>();
    pool.applyAsync(() -> 1).onSuccess(x -> called.add(pool.apply(y -> y + 1, x))).get();
    assertThat(called).containsExactly(2);
  }

  @Test
  void aCallbackThatWaitsForItsOwnResultFailsAtOnce() {
    Event go = new Event();
    AsyncResult<String> result = pool.applyAsync(() -> Slow.until(go));
    result.onSuccess(_ -> result.get());
    go.set();
    assertThatThrownBy(result::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("waiting in a callback");
  }

  @Test
  void aCallbackThatWaitsForCallbacksBehindItFailsAtOnce() {
    Event go = new Event();
    List<Object> called = new ArrayList<>();
    AsyncResult<String> other = pool.applyAsync(() -> Slow.until(go));
    other.onSuccess(called::add);
    AsyncResult<String> result = pool.applyAsync(() -> "first").onSuccess(_ -> other.get());
    assertThatThrownBy(result::get).hasMessageStartingWith("waiting in a callback");
    go.set();
    assertThat(other.get()).isEqualTo("went");
    assertThat(called).containsExactly("went");
  }

  @Test
  void getWithALimitThrowsAndTheResultMayStillCome() throws TimeoutException {
    Event go = new Event();
    AsyncResult<String> result = pool.applyAsync(() -> Slow.until(go));
    assertThat(result.ready()).isFalse();
    assertThat(result.await(millis(1))).isFalse();
    assertThatThrownBy(result::successful)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("not ready");
    assertThatThrownBy(() -> result.get(millis(20))).isInstanceOf(ResultTimeoutException.class);
    assertThatThrownBy(() -> result.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    go.set();
    assertThat(result.await(seconds(50))).isTrue();
    assertThat(result.ready()).isTrue();
    assertThat(result.get(seconds(0))).isEqualTo("went");
    assertThat(result.get(0, TimeUnit.SECONDS)).isEqualTo("went");
    assertThat(result.resultNow()).isEqualTo("went");
  }

  @Test
  void aCompletableFutureHasTheSame() throws Exception {
    assertThat(pool.applyAsync(() -> 1).toCompletableFuture().get()).isEqualTo(1);
    assertThatThrownBy(() -> pool.applyAsync(() -> refuse(1)).toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aResultHasTheStateOfAFuture() {
    Event go = new Event();
    AsyncResult<String> result = pool.applyAsync(() -> Slow.until(go));
    assertThat(result.state()).isEqualTo(Future.State.RUNNING);
    assertThat(result.isDone()).isFalse();
    assertThatThrownBy(result::resultNow).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(result::exceptionNow).isInstanceOf(IllegalStateException.class);
    go.set();
    assertThat(result.get()).isEqualTo("went");
    assertThat(result.state()).isEqualTo(Future.State.SUCCESS);
    assertThat(result.isDone()).isTrue();
    assertThat(result.resultNow()).isEqualTo("went");
    assertThatThrownBy(result::exceptionNow).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedResultHasItsException() {
    AsyncResult<Integer> result = pool.applyAsync(() -> refuse(1));
    assertThatThrownBy(result::get).isInstanceOf(NoSuchElementException.class);
    assertThat(result.state()).isEqualTo(Future.State.FAILED);
    assertThat(result.exceptionNow()).isInstanceOf(NoSuchElementException.class).hasMessage("no 1");
    assertThatThrownBy(result::resultNow)
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aCancelledResultHasNeitherValueNorException() {
    Event never = new Event();
    AsyncResult<String> result = pool.applyAsync(() -> Slow.until(never));
    assertThat(result.cancel(true)).isTrue();
    assertThat(result.state()).isEqualTo(Future.State.CANCELLED);
    assertThat(result.isDone()).isTrue();
    assertThatThrownBy(result::resultNow).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(result::exceptionNow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void waitAnyTellsWhichResultIsReady() {
    Event go = new Event();
    AsyncResult<String> later = pool.applyAsync(() -> Slow.until(go));
    AsyncResult<Integer> sooner = pool.applyAsync(() -> 1);
    assertThat(waitAny(List.of(later, sooner))).containsExactly(sooner);
    go.set();
    assertThat(waitAny(List.of(later))).containsExactly(later);
  }

  @Test
  void aCancelledTaskIsInterruptedAndItsWorkerStays() {
    Event begun = new Event();
    Event interrupted = new Event();
    AsyncResult<Integer> result =
        pool.applyAsync(() -> {
          begun.set();
          try {
            Thread.sleep(100_000);
          } catch (InterruptedException e) {
            interrupted.set();
          }
          return 1;
        });
    begun.await();
    Grace grace = Grace.of(pool);
    assertThat(result.cancel(false)).isTrue();
    assertThat(result.cancel(true)).isFalse();
    assertThat(result.isCancelled()).isTrue();
    assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
    grace.await(interrupted);
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    grace.workersStay();
  }

  @Test
  void cancelledTasksThatHeedNoInterruptAreEndedWithTheirWorkers() {
    // Virtual threads that never wait keep their carriers, of which there is one for each core.
    int tasks = workers == Workers.VIRTUAL_THREADS ? 1 : 3;
    Barrier allRun = new Barrier(tasks + 1);
    Event end = new Event();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(
            i -> {
              allRun.await();
              while (!end.isSet()) {
                Thread.onSpinWait();
              }
              return i;
            },
            range(tasks));
    allRun.await();
    int ended = Workers.ended(pool);
    List<Long> pids = pool.pids();
    assertThat(result.cancel(true)).isTrue();
    // Those of threads have carriers of their own left, and are told to end all the same.
    while (Workers.ended(pool) < ended + tasks) {
      assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    }
    if (workers.areProcesses()) {
      assertThat(pool.pids()).hasSize(3).doesNotContainAnyElementsOf(pids);
    }
    // Threads that can't be killed run on.
    end.set();
  }

  @Test
  void whoWaitsForACancelledTaskWaitsNoMoreThoughItRuns() throws InterruptedException {
    Event begun = new Event();
    Event go = new Event();
    AsyncResult<Integer> result =
        pool.applyAsync(() -> {
          begun.set();
          while (!go.isSet()) {
            boolean _ = Thread.interrupted();
            Thread.onSpinWait();
          }
          return 1;
        });
    List<Throwable> thrown = new ArrayList<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Integer _ = result.get();
              } catch (CancellationException e) {
                thrown.add(e);
              }
            });
    begun.await();
    // Its state doesn't tell: who waits for a process is in a system call.
    Set<String> waits = Set.of(Dispatcher.class.getName(), Mailbox.class.getName() + "$Awaited");
    while (Arrays.stream(waiter.getStackTrace())
        .noneMatch(frame -> waits.contains(frame.getClassName()))) {
      Thread.onSpinWait();
    }
    boolean _ = result.cancel(true);
    waiter.join();
    assertThat(thrown).hasSize(1);
    go.set();
  }

  @Test
  void aTaskThatTakesTooLongFailsAndNoOtherOne() {
    Event never = new Event();
    AsyncResult<String> stuck = pool.applyAsync(() -> Slow.until(never));
    AsyncResult<List<Integer>> others = pool.mapAsync(x -> x + 1, range(50));
    AsyncResult<String> _ = stuck.timeout(millis(100));
    assertThatThrownBy(stuck::get)
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessageContaining("longer than 100 ms");
    assertThat(others.get()).isEqualTo(range(1, 51));
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    assertThatThrownBy(() -> others.timeout(seconds(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
