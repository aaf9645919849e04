package dev.braid;

import dev.braid.memory.Channel;
import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A [Queue] with less to it: no bound, no limits of time; Python's `multiprocessing.SimpleQueue`.
///
/// @param <T> of the items
public final class SimpleQueue<T extends @Nullable Object> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Queue<T> queue;

  /// An empty one.
  public SimpleQueue() {
    this(new Queue<>());
  }

  private SimpleQueue(Queue<T> queue) {
    this.queue = queue;
  }

  /// Puts a copy of `item`; doesn't wait.
  ///
  /// @throws CopyException if it can't be copied, with the path to what can't
  public void put(T item) {
    queue.put(item);
  }

  /// Takes the first item; waits for one.
  ///
  /// @throws PartnerDiedException if nobody is left who could put
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public T get() {
    return queue.get();
  }

  /// True if no item is in it.
  public boolean empty() {
    return queue.empty();
  }

  /// Says that this process will use this object no more. Twice is fine.
  @Override
  public void close() {
    queue.close();
  }

  @Override
  public String toString() {
    return "Simple" + queue;
  }

  /// The queue on its way to another process.
  ///
  /// @return what is written in its place
  Object writeReplace() {
    return new Handle(queue.block().block(), queue.block().life());
  }

  private record Handle(long block, long life) implements Held, Serializable {
    Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new SimpleQueue<>(new Queue<>(new Channel(arena, arena.attach(this))));
    }
  }
}
