package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.tuple;
import static dev.braid.Multiprocessing.waitAny;
import static dev.braid.Multiprocessing.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls and maps, by every kind of worker; one pool for all of them, so each leaves it usable.
@ParameterizedClass
@EnumSource(Workers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolContractTest {
  @Parameter Workers workers = Workers.THREADS;

  @SuppressWarnings("NullAway.Init")
  private Pool pool;

  @BeforeAll
  void open() {
    pool = workers.open(3);
  }

  @AfterAll
  void end() {
    pool.close();
    pool.join();
  }

  @Test
  void applyTakesUpToFourArguments() {
    assertThat(
            List.<Object>of(
                pool.apply(() -> "none"),
                pool.apply(a -> a + 1, 1),
                pool.apply((a, b) -> a + b, 1, "x"),
                pool.apply((a, b, c) -> a + b + c, 1, 2L, 3.0),
                pool.apply((a, b, c, d) -> List.of(a, b, c, d), 1, 2, 3, 4)))
        .containsExactly("none", 2, "1x", 6.0, range(1, 5));
  }

  @Test
  void applyAsyncTakesUpToFourArguments() {
    assertThat(pool.applyAsync(() -> "none").get()).isEqualTo("none");
    assertThat(pool.applyAsync(a -> a + 1, 1).get()).isEqualTo(2);
    assertThat(pool.applyAsync((a, b) -> a + b, 1, "x").get()).isEqualTo("1x");
    assertThat(pool.applyAsync((a, b, c) -> a + b + c, 1, 2L, 3.0).get()).isEqualTo(6.0);
    assertThat(pool.applyAsync((a, b, c, d) -> a + b + c + d, 1, 2, 3, 4).get()).isEqualTo(10);
  }

  @Test
  void aTaskWithoutResultHasNull() {
    Value<Integer> ran = new Value<>(0);
    assertThat(pool.applyAsync(() -> ran.set(7)).get()).isNull();
    assertThat(ran.get()).isEqualTo(7);
  }

  @Test
  void argumentsAndResultsMayBeNull() {
    List<@Nullable Object> results = pool.map(x -> x, java.util.Arrays.asList(1, null, 3));
    assertThat(results).containsExactly(1, null, 3);
  }

  @Test
  void mapReturnsResultsInOrder() {
    assertThat(pool.map(x -> x * x, range(100))).isEqualTo(squares(100));
  }

  private static List<Integer> squares(int to) {
    return range(to).stream().map(x -> x * x).toList();
  }

  @Test
  void mapTakesAChunkSize() {
    assertThat(pool.map(x -> x * x, range(100), 20)).isEqualTo(squares(100));
    assertThat(pool.map(x -> x * x, range(10), Integer.MAX_VALUE)).isEqualTo(squares(10));
  }

  @Test
  void mapAsyncReturnsTheSame() {
    assertThat(pool.mapAsync(x -> x * x, range(10)).get()).isEqualTo(squares(10));
    assertThat(pool.mapAsync(x -> x * x, range(10), 3).get()).isEqualTo(squares(10));
  }

  @Test
  void starmapUnpacksPairs() {
    List<Tuple2<Integer, Integer>> pairs = zip(range(10), range(10, 20));
    List<Integer> sums = range(10).stream().map(x -> 2 * x + 10).toList();
    assertThat(pool.starmap((a, b) -> a + b, pairs)).isEqualTo(sums);
    assertThat(pool.starmap((a, b) -> a + b, pairs, 3)).isEqualTo(sums);
    assertThat(pool.starmapAsync((a, b) -> a + b, pairs).get()).isEqualTo(sums);
    assertThat(pool.starmap((a, b) -> a + b, List.of(tuple("x", 1)))).containsExactly("x1");
  }

  @Test
  void forEachRunsTheTaskForEachElement() {
    Value<Integer> sum = new Value<>(0);
    pool.forEach(x -> sum.addAndGet(x), range(11));
    assertThat(sum.get()).isEqualTo(55);
  }

  @Test
  void anEmptyInputHasNoResults() {
    List<Integer> none = List.of();
    assertThat(pool.map(x -> x, none)).isEmpty();
    assertThat(pool.map(x -> x, none, 7)).isEmpty();
    assertThat(pool.mapAsync(x -> x, none).get()).isEmpty();
    assertThat(pool.mapAsync(x -> x, none, 1).get()).isEmpty();
    assertThat(pool.starmap((a, b) -> a, List.<Tuple2<Integer, Integer>>of())).isEmpty();
    assertThat(pool.imap(x -> x, none)).isExhausted();
    assertThat(pool.imapUnordered(x -> x, none)).isExhausted();
    pool.forEach(x -> {}, none);
  }

  @Test
  void aChunkSizeBelowOneIsRefused() {
    for (int size : new int[] {0, -1}) {
      assertThatThrownBy(() -> pool.map(x -> x, range(3), size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Chunksize must be 1+");
      assertThatThrownBy(() -> pool.mapAsync(x -> x, range(3), size))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.imap(x -> x, range(3), size))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.imapUnordered(x -> x, range(3), size))
          .isInstanceOf(IllegalArgumentException.class);
    }
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
        pool.mapAsync(PoolContractTest::refuse, range(3))
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
  void whatACallbackThrowsTakesThePlaceOfTheValue() {
    AsyncResult<Integer> result =
        pool.applyAsync(() -> 1)
            .onSuccess(_ -> {
              throw new IllegalStateException("callback");
            });
    assertThatThrownBy(result::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("callback");
    List<Object> called = new ArrayList<>();
    pool.applyAsync(() -> 2).onSuccess(called::add).get();
    assertThat(called).containsExactly(2);
  }

  @Test
  void aCallbackMayUseThePool() {
    List<Object> called = new ArrayList<>();
    pool.applyAsync(() -> 1).onSuccess(x -> called.add(pool.apply(y -> y + 1, x))).get();
    assertThat(called).containsExactly(2);
  }

  @Test
  void anUncheckedExceptionKeepsItsTypeAndMessage() {
    AsyncResult<Integer> result = pool.applyAsync(() -> refuse(3));
    assertThatThrownBy(result::get).isInstanceOf(NoSuchElementException.class).hasMessage("no 3");
    assertThatThrownBy(result::get).isInstanceOf(NoSuchElementException.class).hasMessage("no 3");
    assertThatThrownBy(() -> pool.apply(() -> refuse(4))).hasMessage("no 4");
    if (!workers.areProcesses()) {
      assertThatThrownBy(result::get).hasNoCause();
    }
  }

  @Test
  void aCheckedExceptionIsTheCauseOfATaskException() {
    assertThatThrownBy(
            () ->
                pool.apply(() -> {
                  throw new IOException("disk");
                }))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("disk")
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  @Test
  void anErrorOfATaskArrivesAndTheWorkersGoOn() {
    assertThatThrownBy(
            () ->
                pool.apply(() -> {
                  throw new OutOfMemoryError("so it says");
                }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("so it says");
    assertThatThrownBy(() -> pool.apply(PoolContractTest::overflow))
        .isInstanceOf(StackOverflowError.class);
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int overflow() {
    return overflow() + 1;
  }

  @Test
  void mapWaitsForAllTasksAndThrowsTheFirstInOrder() {
    Value<Integer> ran = new Value<>(0);
    String large = "x".repeat(1 << 20);
    assertThatThrownBy(
            () ->
                pool.map(
                    x -> {
                      ran.addAndGet(1);
                      throw new IllegalArgumentException(x + large);
                    },
                    range(6),
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(0 + large);
    assertThat(ran.get()).isEqualTo(6);
  }

  @Test
  void whatTheInputThrowsIsThrownAsItIs() {
    for (int good : new int[] {0, 1, 5}) {
      assertThatThrownBy(() -> pool.map(x -> x, brokenAfter(good)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken input")
          .hasNoCause();
      assertThatThrownBy(() -> pool.mapAsync(x -> x, brokenAfter(good), 2))
          .hasMessage("broken input");
    }
    assertThat(pool.map(x -> x, range(3))).isEqualTo(range(3));
  }

  static Iterable<Integer> brokenAfter(int good) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (next == good) {
              throw new IllegalStateException("broken input");
            }
            return next++;
          }
        };
  }

  @Test
  void getWithALimitThrowsAndTheResultMayStillCome() throws TimeoutException {
    Event go = new Event();
    AsyncResult<String> result = pool.applyAsync(() -> await(go));
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

  static String await(Event go) {
    go.await();
    return "went";
  }

  @Test
  void aCompletableFutureHasTheSame() throws Exception {
    assertThat(pool.applyAsync(() -> 1).toCompletableFuture().get()).isEqualTo(1);
    assertThatThrownBy(() -> pool.applyAsync(() -> refuse(1)).toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchElementException.class);
  }

  @Test
  void waitAnyTellsWhichResultIsReady() {
    Event go = new Event();
    AsyncResult<String> later = pool.applyAsync(() -> await(go));
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
    List<Long> pids = pool.pids();
    assertThat(result.cancel(false)).isTrue();
    assertThat(result.cancel(true)).isFalse();
    assertThat(result.isCancelled()).isTrue();
    assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
    interrupted.await();
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    assertThat(pool.pids()).isEqualTo(pids);
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
    while (waiter.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    boolean _ = result.cancel(true);
    waiter.join();
    assertThat(thrown).hasSize(1);
    go.set();
  }

  @Test
  void anInterruptionOfMapCancelsItsTasks() {
    Event begun = new Event();
    Value<Integer> ran = new Value<>(0);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        Thread.startVirtualThread(() -> {
          begun.await();
          caller.interrupt();
        });
    assertThatThrownBy(
            () ->
                pool.map(
                    x -> {
                      ran.addAndGet(1);
                      begun.set();
                      Thread.sleep(100_000);
                      return x;
                    },
                    range(30),
                    workers == Workers.VIRTUAL_THREADS ? 30 : 5))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    assertThat(ran.get()).isLessThanOrEqualTo(3);
    assertThat(interrupter.isInterrupted()).isFalse();
  }

  @Test
  void aTaskThatTakesTooLongFailsAndNoOtherOne() {
    Event never = new Event();
    AsyncResult<String> stuck = pool.applyAsync(() -> await(never));
    AsyncResult<List<Integer>> others = pool.mapAsync(x -> x + 1, range(50));
    stuck.timeout(millis(100));
    assertThatThrownBy(stuck::get)
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessageContaining("PT0.1S");
    assertThat(others.get()).isEqualTo(range(1, 51));
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    assertThatThrownBy(() -> others.timeout(seconds(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void queuesLocksAndConnectionsAreArgumentsAndResults() {
    Queue<String> queue = new Queue<>();
    Lock lock = new Lock();
    Pipe<String> pipe = new Pipe<>();
    pool.apply(
            (q, l, c) -> {
              try (var _ = l.hold()) {
                q.put("queued");
                c.send("sent");
              }
              return q;
            },
            queue,
            lock,
            pipe.second())
        .put("returned");
    assertThat(List.of(queue.get(), queue.get())).containsExactly("queued", "returned");
    assertThat(pipe.first().recv()).isEqualTo("sent");
    assertThat(lock.tryAcquire()).isTrue();
  }
}
