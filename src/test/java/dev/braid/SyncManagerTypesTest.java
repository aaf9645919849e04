package dev.braid;

import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rest of what a manager makes, shared with a child.
@SuppressWarnings("WaitNotInLoop") // it loops itself
class SyncManagerTypesTest extends ManagedContract {
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void anEventIsSetByAChild() {
    Event event = manager().event();
    assertThat(event.isSet()).isFalse();
    run(event::set);
    assertThat(event.await(LONG)).isTrue();
    event.clear();
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void aLockIsSeenByAChildAndReleasedOnce() {
    Lock lock = manager().lock();
    assertThat(lock.acquire()).isTrue();
    run(() -> {
      assertThat(lock.tryAcquire()).isFalse();
      assertThat(lock.isLocked()).isTrue();
      lock.release();
      assertThat(lock.acquire()).isTrue();
      lock.release();
    });
    assertThat(lock.isLocked()).isFalse();
    assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLockOfAChildThatHasEndedIsReleasedHereOnce() {
    Lock lock = manager().lock();
    run(() -> assertThat(lock.acquire()).isTrue());
    lock.release();
    assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
    assertThat(lock.acquire()).isTrue();
    lock.release();
  }

  @Test
  void anRlockIsReentrantAndItsHoldersAlone() {
    RLock lock = manager().rlock();
    try (Hold _ = lock.hold();
        Hold _ = lock.hold()) {
      run(() -> {
        assertThat(lock.tryAcquire()).isFalse();
        assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
      });
    }
    run(() -> {
      assertThat(lock.acquire()).isTrue();
      lock.release();
    });
  }

  @Test
  void aSemaphoreIsAcquiredHereAndReleasedThere() {
    Semaphore semaphore = manager().semaphore(1);
    assertThat(semaphore.acquire()).isTrue();
    run(() -> {
      assertThat(semaphore.tryAcquire()).isFalse();
      semaphore.release();
    });
    assertThat(semaphore.tryAcquire()).isTrue();
    BoundedSemaphore bounded = manager().boundedSemaphore(1);
    assertThat(bounded.acquire()).isTrue();
    run(bounded::release);
    assertThatThrownBy(bounded::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager().semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSemaphoreOfAChildThatHasEndedIsReleasedHere() {
    Semaphore semaphore = manager().semaphore(1);
    BoundedSemaphore bounded = manager().boundedSemaphore(1);
    run(() -> {
      assertThat(semaphore.acquire()).isTrue();
      assertThat(bounded.acquire()).isTrue();
    });
    semaphore.release();
    assertThat(semaphore.tryAcquire()).isTrue();
    bounded.release();
    assertThatThrownBy(bounded::release).isInstanceOf(IllegalStateException.class);
    assertThat(bounded.tryAcquire()).isTrue();
  }

  @Test
  void aConditionIsSignalledByAChild() {
    Condition condition = manager().condition();
    Value<Integer> state = manager().value(0);
    Process child =
        new Process(() -> {
          try (Hold _ = condition.hold()) {
            state.set(1);
            condition.signalAll();
          }
        });
    try (Hold _ = condition.hold()) {
      child.start();
      condition.awaitFor(() -> state.get() == 1);
    }
    child.join();
    assertThat(child.exitCode()).isZero();
  }

  @Test
  void aBarrierIsPassedTogether() {
    Barrier barrier = manager().barrier(2);
    run(() -> assertThat(barrier.parties()).isEqualTo(2));
    Process child = new Process(() -> assertThat(barrier.await()).isBetween(0, 1));
    child.start();
    assertThat(barrier.await()).isBetween(0, 1);
    child.join();
    assertThat(child.exitCode()).isZero();
  }

  @Test
  void aBarrierIsResetByAChild() {
    Barrier barrier = manager().barrier(2);
    Process waiting =
        new Process(() -> {
          assertThatThrownBy(barrier::await).isInstanceOf(Barrier.BrokenBarrierException.class);
        });
    waiting.start();
    while (barrier.waiting() == 0) {
      Thread.onSpinWait();
    }
    run(barrier::reset);
    waiting.join();
    assertThat(waiting.exitCode()).isZero();
    assertThat(barrier.waiting()).isZero();
    assertThat(barrier.isBroken()).isFalse();
  }

  @Test
  void aChildSeesHowMuchIsInAQueue() {
    for (Queue<Integer> queue :
        List.<Queue<Integer>>of(manager().queue(3), manager().joinableQueue(3))) {
      queue.put(1);
      queue.put(2);
      run(() -> {
        assertThat(queue.qsize()).isEqualTo(2);
        assertThat(queue.full()).isFalse();
        queue.put(3);
        assertThat(queue.full()).isTrue();
        assertThat(queue.get()).isEqualTo(1);
      });
      assertThat(queue.qsize()).isEqualTo(2);
      assertThat(queue.empty()).isFalse();
    }
  }

  @Test
  void queuesAreUsedFromBothSides() {
    Queue<Object> queue = manager().queue(1);
    queue.put("a");
    run(() -> {
      assertThat(queue.full()).isTrue();
      assertThat(queue.get()).isEqualTo("a");
      assertThat(queue.empty()).isTrue();
    });
    assertThatThrownBy(() -> queue.get(Duration.ofMillis(1))).isInstanceOf(Queue.Empty.class);
    assertThatThrownBy(() -> queue.put(Thread.currentThread())).isInstanceOf(CopyException.class);
    JoinableQueue<Integer> joinable = manager().joinableQueue();
    joinable.put(1);
    run(() -> {
      assertThat(joinable.get()).isEqualTo(1);
      joinable.taskDone();
    });
    joinable.join();
    assertThatThrownBy(joinable::taskDone).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void valuesAndArraysAreSetByAChild() {
    Value<Integer> value = manager().value('i', 3);
    Array<Double> array = manager().array('d', List.of(1.0, 2.0));
    run(() -> {
      value.set(value.get() + 1);
      assertThat(array.length()).isEqualTo(2);
      double sum = 0;
      for (double element : array.toList()) {
        sum += element;
      }
      assertThat(sum).isEqualTo(3);
      array.set(0, 7.5);
    });
    assertThat(value.get()).isEqualTo(4);
    assertThat(array.get(0)).isEqualTo(7.5);
    assertThat(array.toList()).containsExactly(7.5, 2.0);
  }

  @Test
  void waitAnyMixesManagedQueuesAndEvents() {
    Queue<Integer> queue = manager().queue();
    Event event = manager().event();
    assertThat(waitAny(List.of(queue, event), Duration.ofMillis(10))).isEmpty();
    run(() -> queue.put(1));
    assertThat(waitAny(List.of(queue, event))).containsExactly(queue);
    assertThat(queue.get()).isEqualTo(1);
    run(event::set);
    assertThat(waitAny(List.of(queue, event))).containsExactly(event);
  }

  @Test
  void aLockOfAKilledProcessIsInheritedWithAWord() {
    for (Mutex lock : List.of(manager().lock(), manager().rlock())) {
      Event held = manager().event();
      Process holder =
          new Process(() -> {
            assertThat(lock.acquire()).isTrue();
            held.set();
            Multiprocessing.sleep(1000);
          });
      holder.start();
      assertThat(held.await(LONG)).isTrue();
      holder.kill();
      assertThatThrownBy(lock::acquire)
          .isInstanceOf(OwnerDiedException.class)
          .hasMessageContaining("this thread has the lock now");
      lock.release();
      holder.join();
      assertThat(lock.acquire()).isTrue();
      lock.release();
    }
  }
}
