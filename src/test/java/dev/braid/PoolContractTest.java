package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.tuple;
import static dev.braid.Multiprocessing.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
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

  @SuppressWarnings("NullAway") // what is null is the point
  @Test
  void argumentsAndResultsMayBeNull() {
    List<@Nullable Object> results = pool.map(x -> x, Arrays.asList(1, null, 3));
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
    assertThatThrownBy(() ->
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
    assertThatThrownBy(() ->
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

  private static int refuse(int x) {
    throw new NoSuchElementException("no " + x);
  }

  @Test
  void mapWaitsForAllTasksAndThrowsTheFirstInOrder() {
    Value<Integer> ran = new Value<>(0);
    String large = "x".repeat(1 << 20);
    assertThatThrownBy(() ->
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

  @Test
  void aLockIsAResult() {
    Lock lock = new Lock();
    Lock returned = pool.apply(l -> l, lock);
    assertThat(returned.tryAcquire()).isTrue();
    assertThat(lock.isLocked()).isTrue();
    assertThat(pool.<Lock, Boolean>apply(l -> l.tryAcquire(), lock)).isFalse();
    returned.release();
    assertThat(lock.isLocked()).isFalse();
    Lock made = pool.apply(() -> new Lock());
    assertThat(made.tryAcquire()).isTrue();
    assertThat(pool.<Lock, Boolean>apply(l -> l.isLocked(), made)).isTrue();
    made.release();
  }

  @Test
  void aConnectionIsAResult() {
    Pipe<String> pipe = new Pipe<>();
    Connection<String> returned = pool.apply(c -> c, pipe.second());
    returned.send("by what came back");
    assertThat(pipe.first().recv()).isEqualTo("by what came back");
    pipe.first().send("to what came back");
    assertThat(returned.recv()).isEqualTo("to what came back");
    Connection<String> made =
        pool.apply(() -> {
          Pipe<String> theirs = new Pipe<>();
          theirs.first().send("made there");
          return theirs.second();
        });
    assertThat(made.recv()).isEqualTo("made there");
    made.close();
    returned.close();
    pipe.close();
  }

  @Test
  void semaphoresAndValuesAreResultsOfMaps() {
    List<Semaphore> semaphores = pool.map(x -> new Semaphore(x), range(1, 4), 2);
    assertThat(semaphores.stream().map(Semaphore::value)).containsExactly(1, 2, 3);
    List<Value<Integer>> values = pool.map(x -> new Value<>(x), range(3), 2);
    pool.forEach(value -> value.addAndGet(10), values);
    assertThat(values.stream().map(Value::get)).containsExactly(10, 11, 12);
  }

  @Test
  void largeArgumentsAndResultsCross() {
    byte[] large = new byte[200_000];
    large[199_999] = 7;
    List<byte[]> back = pool.map(x -> x, List.of(large, new byte[1], large), 3);
    assertThat(back.getFirst()).isEqualTo(large);
    assertThat(back.get(1)).hasSize(1);
    assertThat(back.getLast()).isEqualTo(large);
  }

  @Test
  void anInterruptThatATaskLeavesIsNotForTheNextOne() {
    assertThat(pool.map(PoolContractTest::leaveInterrupt, range(6), 6)).containsOnly(false);
  }

  private static boolean leaveInterrupt(int x) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    Thread.currentThread().interrupt();
    return interrupted;
  }

  @Test
  void manyThreadsWaitForTheirResultsAtOnce() throws InterruptedException {
    Queue<Integer> failures = new Queue<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int caller = i;
      Thread.Builder kind = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      callers.add(
          kind.start(() -> {
            for (int j = 0; j < 200; j++) {
              if (call(caller, j) != caller * 1000 + j) {
                failures.put(caller);
              }
            }
          }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures.empty()).isTrue();
  }

  /// In one of the ways in which somebody waits, or stops waiting.
  private int call(int caller, int j) {
    AsyncResult<Integer> result = pool.applyAsync((a, b) -> a * 1000 + b, caller, j);
    if (j % 10 == 0) {
      Thread.currentThread().interrupt();
    }
    try {
      return j % 3 == 0 ? result.get(millis(0)) : result.get();
    } catch (ResultTimeoutException | InterruptedWaitException e) {
      boolean _ = Thread.interrupted();
      return result.get();
    }
  }
}
