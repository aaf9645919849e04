package dev.braid;

import static dev.braid.Applied.remote;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.InvocationHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Remote objects of each kind, in use.
@SuppressWarnings("WaitNotInLoop") // it is what is tested
class RemotesUseTest {
  @Test
  void aQueueIsUsedFromAfar() {
    List<String> calls = new ArrayList<>();
    Queue<@Nullable String> queue = remote(Queue.class, new Queue<String>(2), calls);
    queue.put("a");
    queue.put(null, seconds(1));
    assertThat(queue.full()).isTrue();
    assertThatExceptionOfType(Queue.Full.class).isThrownBy(() -> queue.putNowait("c"));
    assertThat(queue.get()).isEqualTo("a");
    assertThat(queue.getNowait()).isNull();
    assertThatExceptionOfType(Queue.Empty.class).isThrownBy(() -> queue.get(millis(1)));
    assertThat(queue.ready()).isFalse();
    assertThat(queue).hasToString("Queue[0 of 2 items]");
    assertThat(calls.subList(0, 3)).containsExactly("put", "put", "full");
  }

  @Test
  void aJoinableQueueIsUsedFromAfar() {
    JoinableQueue<Integer> tasks = remote(JoinableQueue.class, new JoinableQueue<Integer>());
    tasks.put(1);
    assertThat(tasks.join(millis(1))).isFalse();
    assertThat(tasks.get()).isOne();
    tasks.taskDone();
    tasks.join();
    assertThatIllegalStateException().isThrownBy(tasks::taskDone);
  }

  @Test
  void aLockIsHeldFromAfar() throws Exception {
    for (Class<? extends Mutex> type : List.of(Lock.class, RLock.class)) {
      Mutex local = type == Lock.class ? new Lock() : new RLock();
      List<String> calls = new ArrayList<>();
      Mutex lock = remote(type, local, calls);
      try (var _ = lock.hold()) {
        assertThat(local.isLocked()).isTrue();
      }
      assertThat(local.isLocked()).isFalse();
      assertThat(calls).containsExactly("acquire", "release");
      isALockOfTheJdk(lock, local);
      assertThat(lock).hasToString(local.toString());
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // it is what is tested
  private static void isALockOfTheJdk(java.util.concurrent.locks.Lock lock, Mutex local)
      throws InterruptedException {
    lock.lock();
    lock.unlock();
    lock.lockInterruptibly();
    lock.unlock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
    assertThat(local.isLocked()).isTrue();
    lock.unlock();
    assertThat(local.isLocked()).isFalse();
    assertThat(lock.newCondition()).isInstanceOf(Condition.class);
  }

  @Test
  void anInterruptedWaitIsAnInterruptedExceptionWhereTheJdkWantsIt() {
    Lock lock =
        Remotes.of(
            Lock.class,
            (_, _, _) -> {
              throw new InterruptedWaitException("waiting from afar", new InterruptedException());
            });
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(lock::lockInterruptibly)
        .withMessage("interrupted while waiting from afar");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatExceptionOfType(InterruptedWaitException.class).isThrownBy(lock::lock);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aHoldOfWhatTheDeadHadIsReleasedAgain() {
    List<String> calls = new ArrayList<>();
    InvocationHandler died =
        (_, method, _) -> {
          calls.add(method.getName());
          if (method.getName().equals("acquire")) {
            throw new OwnerDiedException("worker-1 held the Lock", "this thread has it now");
          }
          return null;
        };
    for (Callable<Hold> hold :
        List.<Callable<Hold>>of(
            () -> Remotes.of(Lock.class, died).hold(),
            () -> Remotes.of(Semaphore.class, died).hold(),
            () -> Remotes.of(Condition.class, died).hold())) {
      assertThatExceptionOfType(OwnerDiedException.class)
          .isThrownBy(hold::call)
          .withMessageStartingWith("worker-1 held the Lock; hold() has released it")
          .withMessageEndingWith("again: check the data, then try again");
      assertThat(calls).containsExactly("acquire", "release");
      calls.clear();
    }
  }

  @Test
  void permitsAreHeldFromAfar() {
    for (Class<? extends Permits> type : List.of(Semaphore.class, BoundedSemaphore.class)) {
      Permits local = type == Semaphore.class ? new Semaphore(2) : new BoundedSemaphore(2);
      Permits permits = remote(type, local);
      try (var _ = permits.hold()) {
        assertThat(permits.value()).isOne();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.acquire(millis(1))).isFalse();
        permits.release();
      }
      assertThat(local.value()).isEqualTo(2);
    }
  }

  @Test
  void aPredicateIsAskedInItsOwnThread() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    Condition condition = remote(Condition.class, new Condition(), calls);
    Thread self = Thread.currentThread();
    Event waits = new Event();
    boolean[] ready = new boolean[1];
    Thread signaller =
        Thread.ofPlatform()
            .start(() -> {
              assertThat(waits.await()).isTrue();
              try (var _ = condition.hold()) { // which it gets once the other one waits
                ready[0] = true;
                condition.signal();
              }
            });
    try (var _ = condition.hold()) {
      condition.awaitFor(() -> {
        assertThat(Thread.currentThread()).isSameAs(self);
        waits.set();
        return ready[0];
      });
      assertThat(ready[0]).isTrue();
      assertThat(condition.awaitFor(() -> false, millis(5))).isFalse();
      assertThat(condition.awaitFor(() -> true, seconds(-1))).isTrue();
    }
    signaller.join();
    assertThat(calls).doesNotContain("awaitFor").contains("await", "signal");
  }

  @Test
  void aPredicateNeedsTheLock() {
    for (Condition condition :
        List.of(new Condition(), Applied.<Condition>remote(Condition.class, new Condition()))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> condition.awaitFor(() -> true))
          .withMessageContaining("must acquire() the condition");
      assertThatIllegalStateException()
          .isThrownBy(() -> condition.awaitFor(() -> true, seconds(1)))
          .withMessageContaining("must acquire() the condition");
    }
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the JDK's interface wants it
  void waitsOfTheJdkAreMeasuredHere() throws Exception {
    List<String> calls = new ArrayList<>();
    java.util.concurrent.locks.Condition condition =
        Remotes.of(
            Condition.class,
            (_, method, arguments) -> {
              calls.add(method.getName() + Arrays.toString(method.getParameterTypes()));
              if (calls.size() == 1) {
                throw new InterruptedWaitException("waiting", new InterruptedException());
              }
              return arguments.length == 0 ? null : false;
            });
    condition.awaitUninterruptibly();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).containsExactly("await[]", "await[]");
    calls.clear();
    calls.add("none is interrupted");
    assertThat(condition.awaitNanos(5)).isLessThanOrEqualTo(5);
    assertThat(condition.await(1, TimeUnit.DAYS)).isFalse();
    assertThat(condition.awaitUntil(new Date())).isFalse();
    String timed = "await[class java.time.Duration]";
    assertThat(calls).containsExactly("none is interrupted", timed, timed, timed);
  }

  @Test
  void anEventIsAwaitedFromAfar() {
    Event local = new Event();
    Event event = remote(Event.class, local);
    assertThat(event.await(millis(1))).isFalse();
    CompletableFuture<?> set = event.whenReady();
    assertThat(set).isNotDone();
    local.set();
    set.join();
    assertThat(event.await()).isTrue();
    assertThat(Multiprocessing.waitAny(List.of(event))).isEqualTo(List.of(event));
  }

  @Test
  void aBarrierIsPassedFromAfar() {
    Barrier barrier = remote(Barrier.class, new Barrier(1));
    assertThat(barrier.timeout(seconds(10))).isSameAs(barrier);
    assertThat(barrier.await()).isZero();
    barrier.abort();
    assertThat(barrier.isBroken()).isTrue();
    assertThatExceptionOfType(Barrier.BrokenBarrierException.class).isThrownBy(barrier::await);
  }

  @Test
  void aValueIsUpdatedHereUnderItsLock() {
    List<String> calls = new ArrayList<>();
    Value<Integer> value = remote(Value.class, new Value<>('i', 40), calls);
    int[] added = {2};
    assertThat(value.update(x -> x + added[0])).isEqualTo(42);
    assertThat(calls).containsExactly("lock", "get", "set");
    assertThat(value.addAndGet(1)).isEqualTo(43);
    assertThat(value.getAndAdd(-1)).isEqualTo(43);
    assertThat(value.compareAndSet(42, 1)).isTrue();
    assertThat(value).hasToString("Value('i', 1)");
    assertThatIllegalArgumentException().isThrownBy(() -> value.addAndGet(Integer.MAX_VALUE));
  }

  @Test
  void anArrayIsReadAndWrittenFromAfar() {
    List<String> calls = new ArrayList<>();
    Array<Integer> array = remote(Array.class, new Array<>('i', range(4)), calls);
    array.set(0, 9);
    array.setAll(1, List.of(8, 7));
    assertThat(array.toList()).containsExactly(9, 8, 7, 3);
    assertThat(array.slice(1, 3)).containsExactly(8, 7);
    List<Integer> seen = new ArrayList<>();
    array.forEach(seen::add);
    assertThat(array).containsExactly(9, 8, 7, 3);
    assertThat(seen).containsExactly(9, 8, 7, 3);
    assertThat(calls).doesNotContain("iterator", "forEach").contains("get", "length");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(4));
  }

  @Test
  void theMemoryOfAnArrayIsNotHadFromAfar() {
    Array<Integer> array = remote(Array.class, new Array<>('i', 4));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(array::segment)
        .withMessageContaining("its memory can't be had from elsewhere")
        .withMessageContaining("slice() copy out of it");
  }

  @Test
  void aConditionOfThisSessionNeedsALockOfThisSession() {
    for (Mutex lock :
        List.of(
            Applied.<Lock>remote(Lock.class, new Lock()),
            Applied.<RLock>remote(RLock.class, new RLock()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Condition(lock))
          .withMessageContaining("call newCondition() of the lock");
      assertThat(lock.newCondition().tryAcquire()).isTrue();
    }
  }

  @Test
  void aValueOfThisSessionMayHaveALockOfAnother() {
    List<String> calls = new ArrayList<>();
    Value<Integer> value = new Value<>('i', 1, remote(Lock.class, new Lock(), calls));
    assertThat(value.update(x -> x + 1)).isEqualTo(2);
    assertThat(calls).containsExactly("acquire", "release");
  }
}
