package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Views of memory that end once nobody in this process refers to them.
///
/// The garbage collector finds those, and a thread of the JDK ends them later, in no particular
/// order. What is found and not yet ended is known here.
final class Views {
  private static final Duration FOREVER = Duration.ofDays(1);

  @GuardedBy("this")
  private final Set<View> open = new HashSet<>();

  /// One that hasn't ended; compared by its identity.
  private static final class View {
    private WeakReference<MemorySegment.Scope> scope = new WeakReference<>(null);
  }

  /// A view of so many bytes at an address.
  ///
  /// @param end runs once nobody refers to it, nor to a part of it
  @SuppressWarnings("restricted") // of memory that lives as long as the process
  MemorySegment of(long address, long size, Runnable end) {
    View view = new View();
    MemorySegment memory =
        MemorySegment.ofAddress(address)
            .reinterpret(
                size,
                // The arena's end is ours to see: whoever still reads or writes keeps it from
                // ending.
                Arena.ofAuto(),
                _ -> {
                  end.run();
                  ended(view);
                });
    synchronized (this) {
      view.scope = new WeakReference<>(memory.scope());
      open.add(view);
    }
    return memory;
  }

  private synchronized void ended(View view) {
    open.remove(view);
    notifyAll();
  }

  private synchronized List<View> garbage() {
    return open.stream().filter(view -> view.scope.refersTo(null)).toList();
  }

  /// Waits until all have ended that the garbage collector has found by now, or the deadline comes.
  void awaitEnds(Deadline deadline) throws InterruptedException {
    for (View view : garbage()) {
      awaitEnd(view, deadline);
    }
  }

  private synchronized void awaitEnd(View view, Deadline deadline) throws InterruptedException {
    while (open.contains(view) && !deadline.isOver()) {
      wait(Math.max(1, deadline.remaining(FOREVER).toMillis()));
    }
  }
}
