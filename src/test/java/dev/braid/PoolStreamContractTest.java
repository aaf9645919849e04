package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `imap` and `imapUnordered`, by every kind of worker.
@ParameterizedClass
@EnumSource(Workers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolStreamContractTest {
  /// Elements that the virtual threads of a pool are ahead.
  private static final int MOST_AHEAD = 4000;

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

  private static <T> List<T> drain(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  @Test
  void imapReturnsResultsInOrder() {
    assertThat(drain(pool.imap(x -> x + 1, range(100)))).isEqualTo(range(1, 101));
    assertThat(drain(pool.imap(x -> x + 1, range(1000), 100))).isEqualTo(range(1, 1001));
    assertThat(drain(pool.imap(x -> x, range(7), Integer.MAX_VALUE))).isEqualTo(range(7));
  }

  @Test
  void imapUnorderedReturnsEachResultOnce() {
    assertThat(drain(pool.imapUnordered(x -> x + 1, range(100))))
        .containsExactlyInAnyOrderElementsOf(range(1, 101));
    assertThat(drain(pool.imapUnordered(x -> x + 1, range(1000), 53)))
        .containsExactlyInAnyOrderElementsOf(range(1, 1001));
  }

  @Test
  void thereIsNothingBehindTheLastResult() {
    ResultIterator<Integer> results = pool.imap(x -> x, range(2));
    assertThat(results.next()).isZero();
    assertThat(results.next()).isEqualTo(1);
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> results.next(millis(1))).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aTaskThatFailsThrowsInItsPlaceAndTheIterationGoesOn() {
    for (int chunk : new int[] {1, 4}) {
      ResultIterator<Integer> results =
          pool.imap(PoolStreamContractTest::butThree, range(6), chunk);
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          assertThatThrownBy(results::next).isInstanceOf(IllegalArgumentException.class);
        } else {
          assertThat(results.next()).isEqualTo(i);
        }
      }
      assertThat(results.hasNext()).isFalse();
    }
  }

  private static int butThree(int x) {
    if (x == 3) {
      throw new IllegalArgumentException("three");
    }
    return x;
  }

  @Test
  void whatTheInputThrowsComesAfterTheResultsBefore() {
    for (int chunk : new int[] {1, 4}) {
      ResultIterator<Integer> results = pool.imap(x -> x, BrokenInput.after(5), chunk);
      for (int i = 0; i < 5; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
      assertThatThrownBy(results::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken input");
      assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void whatTheInputThrowsComesAfterAllResultsWithoutOrder() {
    ResultIterator<Integer> results = pool.imapUnordered(x -> x, BrokenInput.after(5), 2);
    List<Integer> got = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      got.add(results.next());
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(range(5));
    assertThatThrownBy(results::next).hasMessage("broken input");
    assertThat(results.hasNext()).isFalse();
  }

  @Test
  void theInputMayBeEndlessForItIsTakenBitByBit() {
    AtomicInteger taken = new AtomicInteger();
    Iterable<Integer> endless =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                return taken.getAndIncrement();
              }
            };
    try (ResultIterator<Integer> results = pool.imap(x -> x + 1, endless)) {
      for (int i = 1; i < 100; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
      assertThat(taken.get()).isBetween(99, 100 + MOST_AHEAD);
    }
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
  }

  @Test
  void nextWithALimitThrowsAndTheResultComesLater() {
    Event go = new Event();
    ResultIterator<String> results = pool.imap(Slow::until, List.of(go));
    assertThatThrownBy(() -> results.next(millis(20))).isInstanceOf(ResultTimeoutException.class);
    assertThatThrownBy(() -> results.next(seconds(0))).isInstanceOf(ResultTimeoutException.class);
    go.set();
    assertThat(results.next(seconds(50))).isEqualTo("went");
  }

  @Test
  void anInterruptionOfNextLeavesTheResult() {
    Event go = new Event();
    ResultIterator<String> results = pool.imap(Slow::until, List.of(go));
    Thread.currentThread().interrupt();
    assertThatThrownBy(results::next).isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
    go.set();
    assertThat(results.next()).isEqualTo("went");
  }

  @Test
  void closeInterruptsWhatRunsAndSkipsTheRest() {
    Event begun = new Event();
    Value<Integer> ran = new Value<>(0);
    ResultIterator<Integer> results =
        pool.imap(
            x -> {
              ran.addAndGet(1);
              begun.set();
              Thread.sleep(100_000);
              return x;
            },
            range(1000),
            500);
    begun.await();
    results.close();
    results.close();
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
    assertThat(ran.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void closeCancelsOnlyItsOwnTasks() {
    Event go = new Event();
    AsyncResult<List<String>> others = pool.mapAsync(x -> Slow.until(go) + x, range(9));
    ResultIterator<Integer> results = pool.imap(x -> x, range(100));
    results.close();
    go.set();
    assertThat(others.get()).hasSize(9).startsWith("went0");
    assertThat(others.isCancelled()).isFalse();
    assertThat(others.cancel(true)).isFalse();
    assertThat(others.get()).hasSize(9);
  }
}
