package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What can go wrong in a pool of two, without the death of a worker; each says so to its caller.
enum Mishap {
  ARGUMENT_THAT_CANT_BE_COPIED(true) {
    @Override
    void happen(Pool pool) {
      Thread thread = Thread.currentThread();
      assertThatThrownBy(() -> pool.apply(t -> t.isAlive(), thread))
          .isInstanceOf(CopyException.class);
      assertThatThrownBy(() -> pool.map(t -> t.toString(), List.of(1, 2, thread), 1))
          .isInstanceOf(CopyException.class);
      ResultIterator<Object> results = pool.imap(t -> t, List.of(1, thread, 3));
      assertThat(results.next()).isEqualTo(1);
      assertThatThrownBy(results::next).isInstanceOf(CopyException.class);
      assertThat(results.next()).isEqualTo(3);
    }
  },
  POOL_THAT_IS_AN_ARGUMENT(true) {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() -> pool.apply(() -> pool.processes()))
          .isInstanceOf(CopyException.class);
    }
  },
  ARGUMENT_THAT_CANT_BE_READ(true) {
    @Override
    void happen(Pool pool) {
      Picky picky = new Picky(Multiprocessing.getpid());
      assertThatThrownBy(() -> pool.apply(p -> p.home, picky))
          .hasMessageContaining("refuses to be elsewhere");
    }
  },
  FUNCTION_THAT_CANT_BE_READ(true) {
    @Override
    void happen(Pool pool) {
      Picky picky = new Picky(Multiprocessing.getpid());
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.apply(() -> picky.home))
            .hasMessageContaining("refuses to be elsewhere");
      }
      assertThatThrownBy(() -> pool.map(x -> x + picky.home, range(5), 2))
          .hasMessageContaining("refuses to be elsewhere");
      ResultIterator<Long> results = pool.imap(x -> x + picky.home, range(2));
      assertThatThrownBy(results::next).hasMessageContaining("refuses to be elsewhere");
      assertThatThrownBy(results::next).hasMessageContaining("refuses to be elsewhere");
      assertThat(Workers.ended(pool)).isZero();
    }
  },
  RESULT_THAT_CANT_BE_COPIED(true) {
    @Override
    void happen(Pool pool) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> pool.apply(() -> new Object[] {Thread.currentThread()}))
            .isInstanceOf(CopyException.class)
            .hasMessageContaining("result");
      }
    }
  },
  RESULT_THAT_CANT_BE_READ(true) {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() -> pool.apply(() -> new Picky(Multiprocessing.getpid())))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("refuses to be elsewhere");
    }
  },
  RESULT_THAT_THROWS_AN_ERROR_WHEN_READ(true) {
    @Override
    void happen(Pool pool) {
      long home = Multiprocessing.getpid();
      assertThatThrownBy(() -> pool.apply(() -> new Violent(home))).hasMessageContaining("violent");
    }
  },
  EXCEPTION_THAT_CANT_BE_COPIED(true) {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() ->
              pool.apply(() -> {
                throw new Loaded(new Object[] {Thread.currentThread()});
              }))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining("Loaded: has a thread");
    }
  },
  EXCEPTION_THAT_CANT_BE_READ(true) {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() ->
              pool.apply(() -> {
                throw new Loaded(new Picky(Multiprocessing.getpid()));
              }))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining("Loaded: has a thread");
    }
  },
  EXCEPTION_THAT_CANT_BE_PRINTED {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() ->
              pool.apply(() -> {
                throw new Mute();
              }))
          .isInstanceOf(RuntimeException.class);
    }
  },
  REAL_LACK_OF_MEMORY {
    @Override
    void happen(Pool pool) {
      assertThatThrownBy(() -> pool.apply(() -> new long[Integer.MAX_VALUE]))
          .isInstanceOf(OutOfMemoryError.class);
    }
  },
  INPUT_THAT_THROWS {
    @Override
    void happen(Pool pool) {
      for (int good : new int[] {0, 1, 5}) {
        assertThatThrownBy(() -> pool.map(x -> x, BrokenInput.after(good)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("broken input")
            .hasNoCause();
        assertThatThrownBy(() -> pool.mapAsync(x -> x, BrokenInput.after(good), 2))
            .hasMessage("broken input");
        assertThatThrownBy(() -> pool.forEach(_ -> {}, BrokenInput.after(good)))
            .hasMessage("broken input");
        assertThatThrownBy(() -> pool.starmap((a, b) -> a + b, BrokenInput.pairsAfter(good)))
            .hasMessage("broken input");
        assertThatThrownBy(() -> pool.starmapAsync((a, b) -> a + b, BrokenInput.pairsAfter(good)))
            .hasMessage("broken input");
      }
      assertThatThrownBy(() -> pool.imap(x -> x, BrokenInput.after(0)).next())
          .hasMessage("broken input");
      assertThatThrownBy(() -> pool.imapUnordered(x -> x, BrokenInput.after(0)).next())
          .hasMessage("broken input");
    }
  },
  RESULTS_THAT_NOBODY_TAKES {
    @Override
    void happen(Pool pool) {
      assertThat(pool.imap(x -> x, range(1_000_000)).next()).isZero();
    }
  },
  CALLBACK_THAT_THROWS {
    @Override
    void happen(Pool pool) {
      AsyncResult<Integer> result =
          pool.applyAsync(() -> 1)
              .onSuccess(_ -> {
                throw new AssertionError("callback");
              });
      assertThatThrownBy(result::get).isInstanceOf(AssertionError.class).hasMessage("callback");
      List<Object> called = new ArrayList<>();
      pool.applyAsync(() -> 2).onSuccess(called::add).get();
      assertThat(called).containsExactly(2);
    }
  },
  ERROR_CALLBACK_THAT_THROWS {
    @Override
    void happen(Pool pool) {
      AsyncResult<Integer> result =
          pool.<Integer>applyAsync(
                  () -> {
                    throw new IllegalStateException("task");
                  })
              .onError(_ -> {
                throw new AssertionError("callback");
              });
      assertThatThrownBy(result::get).isInstanceOf(AssertionError.class).hasMessage("callback");
    }
  },
  TASK_THAT_TAKES_TOO_LONG {
    @Override
    void happen(Pool pool) {
      Event never = new Event();
      assertThatThrownBy(
              () -> pool.mapAsync(_ -> Slow.until(never), range(3), 3).timeout(millis(20)).get())
          .isInstanceOf(TaskTimeoutException.class);
    }
  },
  CALLER_THAT_IS_INTERRUPTED {
    @Override
    void happen(Pool pool) {
      Event never = new Event();
      Grace grace = Grace.of(pool);
      isInterrupted(() -> pool.map(_ -> Slow.until(never), range(30), 4));
      isInterrupted(() -> pool.apply(() -> Slow.until(never)));
      isInterrupted(() -> pool.forEach(_ -> never.await(), range(30)));
      isInterrupted(() ->
          pool.starmap(
              (_, _) -> Slow.until(never), List.of(new Tuple2<>(1, 2), new Tuple2<>(3, 4))));
      // Their tasks take no worker from those that follow.
      assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
      grace.workersStay();
    }
  },
  CALLER_THAT_IS_INTERRUPTED_WHILE_TASKS_RUN {
    @Override
    void happen(Pool pool) {
      int chunks = 6;
      Event begun = new Event();
      Value<Integer> ran = new Value<>(0);
      Thread caller = Thread.currentThread();
      CompletableFuture<Grace> interrupter =
          CompletableFuture.supplyAsync(
              () -> {
                begun.await();
                Grace grace = Grace.of(pool);
                caller.interrupt();
                return grace;
              },
              Thread::startVirtualThread);
      assertThatThrownBy(() ->
              pool.map(
                  x -> {
                    ran.addAndGet(1);
                    begun.set();
                    Thread.sleep(100_000);
                    return x;
                  },
                  range(30),
                  30 / chunks))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
      // The workers stay, and none of them begins another task of these.
      assertThat(pool.map(x -> x, range(9))).isEqualTo(range(9));
      interrupter.join().workersStay();
      assertThat(ran.get()).isBetween(1, chunks);
    }
  },
  QUEUE_THAT_IS_CLOSED_BEFORE_ITS_TASK_BEGINS {
    @Override
    void happen(Pool pool) {
      Event go = new Event();
      Queue<Integer> queue = new Queue<>();
      AsyncResult<List<String>> before = pool.mapAsync(_ -> Slow.until(go), range(200), 1);
      AsyncResult<Integer> result = pool.applyAsync(q -> q.qsize(), queue);
      queue.close();
      go.set();
      assertThat(before.get()).hasSize(200);
      assertThat(result.await(Bystander.PATIENCE.multipliedBy(4))).isTrue();
    }
  };

  private final boolean ofCopies;

  Mishap() {
    this(false);
  }

  Mishap(boolean ofCopies) {
    this.ofCopies = ofCopies;
  }

  abstract void happen(Pool pool);

  /// Where memory is shared nothing is copied.
  boolean isOfCopies() {
    return ofCopies;
  }

  /// A wait of this thread is, at its begin.
  private static void isInterrupted(ThrowingCallable wait) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(wait).isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /// Can't be read in another process than that of its home.
  private record Picky(long home) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return refuse(home);
    }

    private Object refuse(long pid) throws InvalidObjectException {
      if (pid != Multiprocessing.getpid()) {
        throw new InvalidObjectException("refuses to be elsewhere");
      }
      return this;
    }
  }

  /// Throws an error when it is read at home.
  private record Violent(long home) implements Serializable {
    private Object readResolve() {
      if (home == Multiprocessing.getpid()) {
        throw new AssertionError("violent");
      }
      return this;
    }
  }

  private static final class Loaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"})
    private final Object load;

    Loaded(Object load) {
      super("has a thread");
      this.load = load;
    }
  }

  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("mute");
    }
  }
}
