package dev.braid;

import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/// How a pool of two can be ended while there is something to do.
enum AbruptEnd {
  GET_AFTER_TERMINATE {
    @Override
    void happen(Pool pool) {
      Event begun = new Event();
      Event never = new Event();
      AsyncResult<String> running =
          pool.applyAsync(() -> {
            begun.set();
            return Slow.until(never);
          });
      AsyncResult<List<String>> waiting = pool.mapAsync(_ -> Slow.until(never), range(5));
      ResultIterator<String> streamed = pool.imap(_ -> Slow.until(never), range(2));
      begun.await();
      pool.terminate();
      assertThatThrownBy(running::get).isInstanceOf(PoolTerminatedException.class);
      assertThatThrownBy(waiting::get).isInstanceOf(PoolTerminatedException.class);
      assertThatThrownBy(streamed::next).isInstanceOf(PoolTerminatedException.class);
      assertThatThrownBy(streamed::next).isInstanceOf(PoolTerminatedException.class);
      assertThat(streamed).isExhausted();
      assertThatThrownBy(() -> pool.apply(() -> 1)).hasMessageStartingWith("Pool not running");
      pool.close();
      pool.terminate();
    }
  },
  TERMINATE_WHILE_ANOTHER_THREAD_WAITS {
    @Override
    void happen(Pool pool) {
      Event begun = new Event();
      Event never = new Event();
      CompletableFuture<Void> terminator =
          CompletableFuture.runAsync(
              () -> {
                begun.await();
                pool.terminate();
              },
              Thread::startVirtualThread);
      assertThatThrownBy(() ->
              pool.apply(() -> {
                begun.set();
                return Slow.until(never);
              }))
          .isInstanceOf(PoolTerminatedException.class);
      // It went through, and came back.
      assertThat(terminator.join()).isNull();
    }
  },
  TERMINATE_WITH_TEN_THOUSAND_QUEUED_SLEEPS {
    @Override
    void happen(Pool pool) {
      AsyncResult<List<Integer>> results =
          pool.mapAsync(
              x -> {
                sleep(1000);
                return x;
              },
              range(10_000),
              1);
      pool.terminate();
      assertThatThrownBy(results::get).isInstanceOf(PoolTerminatedException.class);
    }
  },
  CLOSE_WITH_UNFINISHED_IMAP {
    @Override
    void happen(Pool pool) {
      leavesTheResultsOf(pool, pool.imap(x -> x, range(MANY)));
    }
  },
  CLOSE_WITH_UNFINISHED_IMAP_UNORDERED {
    @Override
    void happen(Pool pool) {
      leavesTheResultsOf(pool, pool.imapUnordered(x -> x, range(MANY)));
    }
  };

  private static final int MANY = 1_000_000;

  abstract void happen(Pool pool);

  /// Closes the pool; what it has begun of them can still be taken.
  private static void leavesTheResultsOf(Pool pool, ResultIterator<Integer> results) {
    assertThat(results.next()).isNotNegative();
    pool.close();
    pool.join();
    int taken = 1;
    try {
      while (results.hasNext()) {
        assertThat(results.next()).isLessThan(MANY);
        taken++;
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("closed before imap");
    }
    assertThat(taken).isBetween(2, 10_000);
    assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
  }
}
