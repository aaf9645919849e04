package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.range;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

/// One object of a kind that processes share: what one of them does with it, and how another one
/// sees that.
@SuppressWarnings({
  "ImmutableEnumChecker",
  "WaitNotInLoop"
}) // it has functions alone; tested is the wait
enum SharedSample {
  LOCK(Lock::new, SharedSample::acquire, SharedSample::seeHeld),
  RLOCK(RLock::new, SharedSample::acquire, SharedSample::seeHeld),
  SEMAPHORE(
      () -> new Semaphore(0),
      (Semaphore semaphore) -> semaphore.release(),
      (Semaphore semaphore) -> assertThat(semaphore.tryAcquire()).isTrue()),
  BOUNDED_SEMAPHORE(
      () -> new BoundedSemaphore(1),
      (BoundedSemaphore semaphore) -> assertThat(semaphore.acquire()).isTrue(),
      (BoundedSemaphore semaphore) -> assertThat(semaphore.tryAcquire()).isFalse()),
  CONDITION(Condition::new, SharedSample::await, SharedSample::seeAwaited),
  EVENT(Event::new, (Event event) -> event.set(), (Event event) -> event.await()),
  BARRIER(
      () -> new Barrier(2),
      (Barrier barrier) -> barrier.abort(),
      (Barrier barrier) -> assertThat(barrier.isBroken()).isTrue()),
  VALUE(
      () -> new Value<>('i', 1),
      (Value<Integer> value) -> value.update(x -> x + 1),
      (Value<Integer> value) -> assertThat(value.get()).isEqualTo(2)),
  ARRAY(
      () -> new Array<>('i', range(3)),
      (Array<Integer> array) -> array.set(0, 7),
      (Array<Integer> array) -> assertThat(array).containsExactly(7, 1, 2)),
  RAW_VALUE(
      () -> new RawValue<>('d', 1.5),
      (RawValue<Double> value) -> value.set(2 * value.get()),
      (RawValue<Double> value) -> assertThat(value.get()).isEqualTo(3.0)),
  RAW_ARRAY(
      () -> new RawArray<>('i', range(3)),
      (RawArray<Integer> array) -> array.set(2, 9),
      (RawArray<Integer> array) -> assertThat(array).containsExactly(0, 1, 9)),
  SHARED_MEMORY(
      () -> SharedMemory.create(8), SharedSample::write, SharedSample::seeWrittenAndUnlink),
  SHAREABLE_LIST(
      () -> ShareableList.of(1, "two"), SharedSample::replace, SharedSample::seeReplacedAndUnlink),
  QUEUE(
      Queue::new,
      (Queue<String> queue) -> queue.put("used"),
      (Queue<String> queue) -> assertThat(queue.get()).isEqualTo("used")),
  JOINABLE_QUEUE(
      JoinableQueue::new,
      (JoinableQueue<String> queue) -> queue.put("used"),
      SharedSample::finishTask),
  SIMPLE_QUEUE(
      SimpleQueue::new,
      (SimpleQueue<String> queue) -> queue.put("used"),
      (SimpleQueue<String> queue) -> assertThat(queue.get()).isEqualTo("used")),
  CONNECTION(
      () -> {
        Pipe<String> pipe = new Pipe<>();
        return new Made(pipe.first(), pipe.second());
      },
      (Connection<String> connection) -> connection.send("used"),
      (Connection<String> other) -> assertThat(other.recv()).isEqualTo("used"),
      true),
  SENDING_CONNECTION(
      () -> {
        Pipe<String> pipe = Pipe.oneWay();
        return new Made(pipe.second(), pipe.first());
      },
      (Connection<String> connection) -> connection.send("used"),
      (Connection<String> other) -> assertThat(other.recv()).isEqualTo("used"),
      true),
  PIPE(
      Pipe::new,
      (Pipe<String> pipe) -> pipe.second().send("used"),
      (Pipe<String> pipe) -> assertThat(pipe.first().recv()).isEqualTo("used"));

  /// @param sent what the other process gets
  /// @param kept by which its effect is seen, if not by the object itself
  record Made(Object sent, Object kept) {}

  private final Fn<Object> maker;
  private final Task1<Object> use;
  private final Task1<Object> sight;
  private final boolean seenByKept;

  <T> SharedSample(Fn<Object> maker, Task1<T> use, Task1<T> sight) {
    this(maker, use, sight, false);
  }

  <T> SharedSample(Fn<Object> maker, Task1<T> use, Task1<T> sight, boolean seenByKept) {
    this.maker = maker;
    this.use = untyped(use);
    this.sight = untyped(sight);
    this.seenByKept = seenByKept;
  }

  // What is made is of the type that is used: the call would fail otherwise.
  @SuppressWarnings("unchecked")
  private static <T> Task1<Object> untyped(Task1<T> task) {
    return object -> task.run((T) object);
  }

  Made make() throws Exception {
    Object made = maker.call();
    return made instanceof Made both ? both : new Made(made, "nothing");
  }

  /// In another process.
  void use(Object received) throws Exception {
    use.run(received);
  }

  /// @param object the one that was used, or one that came back
  void see(Object object, Object kept) throws Exception {
    sight.run(seenByKept ? kept : object);
  }

  private static void acquire(Mutex lock) {
    assertThat(lock.acquire()).isTrue();
  }

  private static void seeHeld(Mutex lock) {
    assertThat(lock.tryAcquire()).isFalse();
  }

  private static void await(Condition condition) {
    assertThat(condition.acquire()).isTrue();
    assertThat(condition.await(millis(1))).isFalse();
  }

  private static void seeAwaited(Condition condition) {
    assertThat(condition.tryAcquire()).isFalse();
  }

  private static void write(SharedMemory memory) {
    memory.buf().set(JAVA_INT, 0, 5);
  }

  private static void seeWrittenAndUnlink(SharedMemory memory) {
    assertThat(memory.buf().get(JAVA_INT, 0)).isEqualTo(5);
    memory.close();
    memory.unlink();
  }

  private static void replace(ShareableList list) {
    list.set(1, "2.");
  }

  private static void seeReplacedAndUnlink(ShareableList list) {
    assertThat(list).containsExactly(1, "2.");
    list.close();
    list.shm().unlink();
  }

  private static void finishTask(JoinableQueue<String> queue) {
    assertThat(queue.get()).isEqualTo("used");
    queue.taskDone();
    queue.join();
  }
}
