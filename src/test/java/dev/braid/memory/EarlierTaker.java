package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;

/// A process that had this one's slot of the session's table before, and died with permits.
public final class EarlierTaker {
  private static final int COUNT_BITS = 44;

  private EarlierTaker() {}

  /// Takes the permits, of a semaphore that nobody else uses meanwhile.
  public static void took(SharedSemaphore semaphore, int permits) {
    MemorySegment memory = semaphore.block().memory();
    int self = SharedArena.current().processes().self();
    long account = SemaphoreLayout.offset("taken") + (long) Long.BYTES * ProcessTable.slot(self);
    assertThat(memory.get(JAVA_LONG, account)).isZero();
    long earlier = (long) self / ProcessTable.SLOTS - 1;
    memory.set(JAVA_LONG, account, earlier << COUNT_BITS | permits);
    long value = SemaphoreLayout.offset("value");
    memory.set(JAVA_INT, value, memory.get(JAVA_INT, value) - permits);
  }
}
