package dev.braid.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A thread's memory for the message that it is reading.
final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment memory;
  private final Runnable end = this::giveBack;
  private boolean taken;

  private Scratch() {
    this.memory = Arena.ofAuto().allocate(Channel.MOST_INLINE, 8);
  }

  /// A copy of bytes that fit inline.
  static Incoming copy(MemorySegment from, long offset, long length) {
    Scratch scratch = OF_THREAD.get();
    if (scratch.taken) {
      // Reading a message makes the user's code read another one.
      scratch = new Scratch();
    }
    scratch.taken = true;
    MemorySegment.copy(from, offset, scratch.memory, 0, length);
    return new Incoming(scratch.memory, 0, length, scratch.end);
  }

  private void giveBack() {
    taken = false;
  }
}
