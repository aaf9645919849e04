package dev.braid.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A thread's memory for the message that it is reading.
final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment memory;
  private final Runnable end = this::giveBack;
  private boolean taken;

  /// For a message that is read while this one is.
  private @Nullable Scratch inner;

  private Scratch() {
    this.memory = Arena.ofAuto().allocate(Channel.MOST_INLINE, 8);
  }

  /// A copy of bytes that fit inline.
  static Incoming copy(MemorySegment from, long offset, long length) {
    Scratch scratch = OF_THREAD.get();
    while (scratch.taken) {
      // Reading a message, or doing the task in it, makes the user's code read another one.
      if (scratch.inner == null) {
        scratch.inner = new Scratch();
      }
      scratch = scratch.inner;
    }
    scratch.taken = true;
    MemorySegment.copy(from, offset, scratch.memory, 0, length);
    return new Incoming(scratch.memory, 0, length, scratch.end);
  }

  private void giveBack() {
    taken = false;
  }
}
