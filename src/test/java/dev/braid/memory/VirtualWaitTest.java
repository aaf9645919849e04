package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Waits of virtual threads, and of nobody in particular.
class VirtualWaitTest {
  private final SharedArena arena = SharedArena.current();

  /// There are as many carriers as processors; so, if a wait held its carrier, nobody would be left
  /// to run the last thread.
  @Test
  void hundredThatWaitLeaveTheirCarriersToOthers() throws Exception {
    SharedEvent event = SharedEvent.create(arena);
    SharedLock lock = SharedLock.create(arena, false);
    assertThat(lock.acquire(Deadline.NONE)).isZero();
    AtomicInteger passed = new AtomicInteger();
    CountDownLatch entered = new CountDownLatch(200);
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiters.add(
          Thread.startVirtualThread(() -> {
            entered.countDown();
            try {
              assertThat(event.await(Deadline.NONE)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError("interrupted", e);
            }
            passed.incrementAndGet();
          }));
      waiters.add(
          Thread.startVirtualThread(() -> {
            entered.countDown();
            try {
              assertThat(lock.acquire(Deadline.NONE)).isZero();
            } catch (InterruptedException e) {
              throw new AssertionError("interrupted", e);
            }
            passed.incrementAndGet();
            lock.release();
          }));
    }
    entered.await();
    for (int i = 0; i < 50; i++) {
      Thread.startVirtualThread(Thread::yield).join();
    }
    assertThat(passed).hasValue(0);
    Thread.startVirtualThread(
            () -> {
              event.set();
              lock.release();
            })
        .join();
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(passed).hasValue(200);
  }

  @Test
  void aVirtualWaiterObeysInterruptionAndItsDeadline() throws Exception {
    SharedEvent event = SharedEvent.create(arena);
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread waiter =
        Thread.startVirtualThread(() -> {
          try {
            boolean in = event.await(Deadline.in(java.time.Duration.ofMillis(30)));
            result.complete("" + in + event.await(Deadline.NONE));
          } catch (InterruptedException e) {
            result.complete("interrupted");
          }
        });
    while (!event.describe().contains("waiting")) {
      Thread.onSpinWait();
    }
    waiter.interrupt();
    assertThat(result.get()).isEqualTo("interrupted");
    waiter.join();
  }

  @Test
  void moreWordsThanTheSystemTakesAtOnceAreWatchedAll() throws Exception {
    MemorySegment words = Arena.ofAuto().allocate(JAVA_INT, 300);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(Waits.whenChanged(words, 4L * i, 0));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(all.get(i)).isNotDone();
      words.setAtIndex(JAVA_INT, i, 7);
      int _ = Waits.wake(words, 4L * i, 1);
      Object _ = all.get(i).get();
    }
  }

  @Test
  void aChangeThatNobodyWakesForIsSeen() throws Exception {
    MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);
    CompletableFuture<Void> changed = Waits.whenChanged(word, 0, 0);
    int _ = Waits.wake(word, 0, 1);
    assertThat(changed).isNotDone();
    word.set(JAVA_INT, 0, 1);
    Object _ = changed.get();
    Object _ = Waits.whenChanged(word, 0, 0).get();
    CompletableFuture<Void> given = Waits.whenChanged(word, 0, 1);
    assertThat(given.cancel(false)).isTrue();
    assertThat(WordWatch.current().size()).isZero();
  }
}
