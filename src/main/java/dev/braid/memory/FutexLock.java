package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.braid.os.OperatingSystem;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/// A lock in shared memory that names its owner: one word, the owner's pid, 0 when free.
///
/// The sign bit says that somebody may be waiting. A waiter spins for about the time of one
/// wake-up, then sleeps in slices; after each it looks whether the owner is dead, and takes the
/// lock from a dead one. It never takes it from a live one, however long that is stopped. Whoever
/// takes a dead owner's lock finds the data as of the last commit.
///
/// After Drepper, *Futexes Are Tricky*, mutex 2, with the owner in the word.
final class FutexLock {
  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final int CONTENDED = 0x8000_0000;
  private static final Duration SLICE = Duration.ofMillis(50);
  // 24 ns a turn: about the 30 us that a wake-up on another core takes. With one core, spinning
  // only delays the owner.
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 1000 : 0;

  private final OperatingSystem os = OperatingSystem.current();
  private final MemorySegment memory;
  private final long offset;
  private final int self = (int) ProcessHandle.current().pid();

  FutexLock(MemorySegment memory, long offset) {
    this.memory = memory;
    this.offset = offset;
  }

  void acquire() {
    for (int i = 0; i <= SPINS; i++) {
      // Acquire: pairs with release(), so the last owner's writes are seen.
      if (WORD.compareAndSet(memory, offset, 0, self)) {
        return;
      }
      Thread.onSpinWait();
    }
    while (true) {
      int word = (int) WORD.getVolatile(memory, offset);
      if (word == 0) {
        // Marked as contended: others may sleep beside us.
        if (WORD.compareAndSet(memory, offset, 0, self | CONTENDED)) {
          return;
        }
      } else if ((word & CONTENDED) != 0
          || WORD.compareAndSet(memory, offset, word, word | CONTENDED)) {
        os.await(memory, offset, word | CONTENDED, SLICE);
        if (takeFromDead(word | CONTENDED)) {
          return;
        }
      }
    }
  }

  private boolean takeFromDead(int word) {
    return (int) WORD.getVolatile(memory, offset) == word
        && os.isDead(word & ~CONTENDED)
        && WORD.compareAndSet(memory, offset, word, self | CONTENDED);
  }

  void release() {
    // Release: our writes happen before the next owner's acquire.
    int word = (int) WORD.getAndSet(memory, offset, 0);
    if ((word & CONTENDED) != 0) {
      os.wake(memory, offset, 1);
    }
  }

  /// Frees the lock if that process, known to have ended, still holds it.
  void ownerDied(long pid) {
    int word = (int) WORD.getVolatile(memory, offset);
    if ((word & ~CONTENDED) == (int) pid && WORD.compareAndSet(memory, offset, word, 0)) {
      os.wake(memory, offset, Integer.MAX_VALUE);
    }
  }
}
