package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes shared memory, and unlinks all that it made when it is closed; Python's
/// `multiprocessing.managers.SharedMemoryManager`.
///
/// It is usable at once, and has no process of its own. When the process that made it is killed,
/// what it made stays until the session ends, and is removed then.
///
/// Any thread may use it. It can't be sent; what it makes can.
public final class SharedMemoryManager implements AutoCloseable {
  @GuardedBy("this")
  private final List<SharedMemory> made = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  /// A manager that has made nothing yet.
  public SharedMemoryManager() {}

  /// New memory of `size` bytes.
  ///
  /// @throws IllegalStateException after [#close]
  /// @see SharedMemory#create(long)
  public synchronized SharedMemory sharedMemory(long size) {
    requireOpen();
    SharedMemory memory = SharedMemory.create(size);
    made.add(memory);
    return memory;
  }

  /// A new list of these items.
  ///
  /// @throws IllegalStateException after [#close]
  /// @see ShareableList#of
  public ShareableList shareableList(@Nullable Object... items) {
    return keep(() -> ShareableList.of(items));
  }

  /// A new list of the collection's items.
  ///
  /// @throws IllegalStateException after [#close]
  /// @see ShareableList#ShareableList(Collection)
  public ShareableList shareableList(Collection<?> items) {
    return keep(() -> new ShareableList(items));
  }

  private synchronized ShareableList keep(Supplier<ShareableList> making) {
    requireOpen();
    ShareableList list = making.get();
    made.add(list.shm());
    return list;
  }

  @GuardedBy("this")
  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the manager has been shut down; make a new one");
    }
  }

  /// Unlinks all that it made. Those who have it mapped, also here, keep it until they close it. A
  /// second time nothing happens.
  @Override
  public synchronized void close() {
    closed = true;
    for (SharedMemory memory : made) {
      try {
        memory.unlink();
      } catch (SharedMemoryNotFoundException e) {
        // Its user unlinked it before us.
      }
    }
    made.clear();
  }

  /// The same as [#close], by Python's name.
  public void shutdown() {
    close();
  }
}
