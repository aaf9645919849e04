package dev.braid;

import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// The `main` of a session with little shared memory, which it uses up.
final class FullArenaRoot {
  private static final int LARGE = 64 << 10;

  /// What takes all memory until it is dropped.
  private final List<RawArray<Integer>> filling = new ArrayList<>();

  private FullArenaRoot() {}

  /// Does what the argument says; says that it is done, or ends with an exception.
  public static void main(String[] arguments) {
    FullArenaRoot root = new FullArenaRoot();
    switch (arguments[0]) {
      case "objects" -> root.makeObjects();
      case "queue" -> root.useQueue();
      case "connection" -> root.useConnection();
      case "process" -> root.startProcess();
      case "garbage" -> makeGarbage();
      case "reserve" -> root.reserve();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    println("done");
  }

  private void fill() {
    fill(LARGE);
    fill(1);
  }

  private void fill(int size) {
    assertFull(() -> {
      while (true) {
        filling.add(new RawArray<>('b', size));
      }
    });
  }

  private static void assertFull(ThrowingCallable call) {
    assertThatExceptionOfType(SharedMemoryFullException.class)
        .isThrownBy(call)
        .withMessageContaining("bytes of shared memory can't be had")
        .withMessageContaining("are in use")
        .withMessageContaining("drop what isn't needed")
        .withMessageContaining("-Dbraid.arena=BYTES");
  }

  private void makeObjects() {
    Map<String, Fn<Object>> makers = new TreeMap<>();
    makers.put("Lock", Lock::new);
    makers.put("RLock", RLock::new);
    makers.put("Semaphore", () -> new Semaphore(1));
    makers.put("BoundedSemaphore", () -> new BoundedSemaphore(1));
    makers.put("Condition", Condition::new);
    makers.put("Event", Event::new);
    makers.put("Barrier", () -> new Barrier(2));
    makers.put("Value", () -> new Value<>('i', 0));
    makers.put("Array", () -> new Array<>('i', 10));
    makers.put("Queue", Queue::new);
    makers.put("JoinableQueue", JoinableQueue::new);
    makers.put("SimpleQueue", SimpleQueue::new);
    makers.put("Pipe", Pipe::new);
    fill();
    makers.forEach((name, maker) -> {
      println("making", name);
      assertFull(maker::call);
    });
    filling.clear();
    makers.forEach((name, maker) -> {
      println("making", name, "again");
      assertThat(called(maker).toString()).isNotEmpty();
    });
  }

  private static Object called(Fn<Object> maker) {
    try {
      return maker.call();
    } catch (Exception e) {
      throw new AssertionError("it threw a checked exception", e);
    }
  }

  private void useQueue() {
    Queue<Object> queue = new Queue<>();
    Lock lock = new Lock();
    fill();
    List<Integer> put = new ArrayList<>();
    // As many as fit into what the queue has; then it would have to grow.
    assertFull(() -> {
      for (int i = 0; true; i++) {
        queue.put(i);
        put.add(i);
      }
    });
    assertThat(put).hasSizeGreaterThan(1000);
    assertFull(() -> queue.putNowait(-1));
    assertThat(queue.qsize()).isEqualTo(put.size());
    for (int number : put) {
      assertThat(queue.get()).isEqualTo(number);
    }
    assertThat(queue.empty()).isTrue();
    assertFull(() -> queue.put(new byte[20_000]));
    assertFull(() -> queue.put(List.of(lock)));
    queue.put("small");
    assertThat(queue.get()).isEqualTo("small");
    filling.clear();
    queue.put(new byte[20_000]);
    assertThat((byte[]) queue.get()).hasSize(20_000);
    queue.put(List.of(lock));
    assertThat(queue.get()).isNotNull();
  }

  private void useConnection() {
    Pipe<Object> pipe = new Pipe<>();
    fill();
    assertFull(() -> pipe.first().send(new byte[20_000]));
    assertFull(() -> pipe.second().sendBytes(new byte[20_000]));
    assertFull(() -> pipe.first().send(pipe));
    assertFull(() -> {
      while (true) {
        pipe.first().send("small");
      }
    });
    assertThat(pipe.second().poll()).isTrue();
    while (pipe.second().poll()) {
      assertThat(pipe.second().recv()).isEqualTo("small");
    }
    filling.clear();
    pipe.first().send(new byte[20_000]);
    assertThat((byte[]) pipe.second().recv()).hasSize(20_000);
    pipe.close();
  }

  private void startProcess() {
    Queue<String> queue = new Queue<>();
    Process child = new Process(() -> queue.put("from the child"));
    fill();
    assertFull(child::start);
    filling.clear();
    child.start();
    assertThat(queue.get()).isEqualTo("from the child");
    child.join();
    assertThat(child.exitCode()).isZero();
  }

  /// More than fits at once, of which nothing is needed: whoever finds no memory has it found.
  private static void makeGarbage() {
    for (int i = 0; i < 100; i++) {
      Queue<byte[]> queue = new Queue<>();
      for (int item = 0; item < 30; item++) {
        queue.put(new byte[4000]);
      }
      queue.put(new byte[100_000]);
      Pipe<byte[]> pipe = Pipe.oneWay();
      pipe.second().send(new byte[100_000]);
    }
  }

  /// The arena has room, but the system has no memory for it.
  private void reserve() {
    fill(1 << 20);
    fill(LARGE);
    for (RawArray<Integer> array : filling) {
      // Touches every page: each that was given has memory.
      for (int i = 0; i < array.length(); i += 4096) {
        array.set(i, 1);
      }
    }
    println("filled", filling.size());
    filling.clear();
    RawArray<Integer> again = new RawArray<>('b', LARGE);
    again.set(LARGE - 1, 7);
    assertThat(again.get(LARGE - 1)).isEqualTo(7);
  }
}
