package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// How many permits of a [SharedSemaphore] each process has taken and not given back, under the
/// semaphore's lock.
///
/// The accounts are the truth, and each changes by one store; the value is worked out from them
/// when somebody died in the middle. The account of a dead process is settled: what it took comes
/// back, up to the value that the semaphore began with, so that one that is used as a signal gets
/// no permit that nobody gave. Settling changes two numbers, and so is announced by one store:
/// whoever comes next finishes it.
final class PermitAccounts {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long VALUE = SemaphoreLayout.offset("value");
  private static final long INITIAL = SemaphoreLayout.offset("initial");
  private static final long DIED = SemaphoreLayout.offset("died");
  private static final long SETTLED = SemaphoreLayout.offset("settled");
  private static final long PENDING = SemaphoreLayout.offset("pending");
  private static final long SETTLING = SemaphoreLayout.offset("settling");
  private static final long TAKEN = SemaphoreLayout.offset("taken");
  private static final int COUNT_BITS = 44;

  private final MemorySegment memory;
  private final ProcessTable processes;
  private final int ownSlot;
  private final long ownTag;

  PermitAccounts(MemorySegment memory, ProcessTable processes) {
    this.memory = memory;
    this.processes = processes;
    this.ownSlot = ProcessTable.slot(processes.self());
    this.ownTag = processes.self() / ProcessTable.SLOTS;
  }

  int value() {
    return (int) INT.getVolatile(memory, VALUE);
  }

  int initial() {
    return memory.get(JAVA_INT, INITIAL);
  }

  /// This process takes so many permits; a negative number gives them.
  void take(int permits) {
    long account = account(ownSlot);
    if (tag(account) != ownTag && account != 0) {
      // Of an earlier process of our slot, which therefore is dead.
      settle(ownSlot);
      account = 0;
    }
    long count = count(account) + permits;
    // Release: the one store by which it is taken, or given.
    LONG.setRelease(memory, at(ownSlot), ownTag << COUNT_BITS | (count & ((1L << COUNT_BITS) - 1)));
    KillPoint.at(permits > 0 ? "semaphore.taken" : "semaphore.given");
    INT.setVolatile(memory, VALUE, value() - permits);
  }

  /// Settles the accounts of the dead that have permits.
  ///
  /// @param asking true to ask the operating system who is dead, not only the process table
  void settleDead(boolean asking) {
    for (int slot = 0; slot < ProcessTable.SLOTS; slot++) {
      long account = account(slot);
      int number = number(account, slot);
      if (count(account) > 0 && number != processes.self()) {
        if (processes.isKnownDead(number) || (asking && processes.isDead(number))) {
          settle(slot);
        }
      }
    }
  }

  private void settle(int slot) {
    long account = account(slot);
    long back = Math.clamp((long) initial() - value(), 0, Math.max(0, count(account)));
    memory.set(JAVA_LONG, PENDING, settled() + count(account) - back);
    KillPoint.at("semaphore.settling");
    INT.setVolatile(memory, SETTLING, slot + 1);
    KillPoint.at("semaphore.settled");
    finishSettling();
    INT.setVolatile(memory, VALUE, value() + (int) back);
  }

  private void finishSettling() {
    int slot = (int) INT.getVolatile(memory, SETTLING) - 1;
    if (slot >= 0) {
      long account = account(slot);
      long pending = memory.get(JAVA_LONG, PENDING);
      if (settled() + count(account) > pending) {
        // Here, so that it is told of one who dies between, and not also of what was only begun.
        INT.setVolatile(memory, DIED, number(account, slot));
      }
      memory.set(JAVA_LONG, SETTLED, pending);
      LONG.setVolatile(memory, at(slot), 0L);
      INT.setVolatile(memory, SETTLING, 0);
    }
  }

  /// Makes the value right again, after somebody died with the lock.
  void repair() {
    finishSettling();
    long value = initial() - settled();
    for (int slot = 0; slot < ProcessTable.SLOTS; slot++) {
      value -= count(account(slot));
    }
    INT.setVolatile(memory, VALUE, (int) value);
  }

  /// One whose permits came back; it is told once.
  ///
  /// @return 0 for none
  int takeDied() {
    int died = memory.get(JAVA_INT, DIED);
    if (died != 0) {
      memory.set(JAVA_INT, DIED, 0);
    }
    return died;
  }

  /// Who has taken permits, for people.
  List<String> shown() {
    List<String> all = new ArrayList<>();
    for (int slot = 0; slot < ProcessTable.SLOTS; slot++) {
      long account = account(slot);
      if (count(account) > 0) {
        all.add("%d by %s".formatted(count(account), processes.named(number(account, slot))));
      }
    }
    return all;
  }

  private long settled() {
    return memory.get(JAVA_LONG, SETTLED);
  }

  private long account(int slot) {
    return (long) LONG.getVolatile(memory, at(slot));
  }

  private static long at(int slot) {
    return TAKEN + 8L * slot;
  }

  private static long tag(long account) {
    return account >>> COUNT_BITS;
  }

  private static long count(long account) {
    return account << (64 - COUNT_BITS) >> (64 - COUNT_BITS);
  }

  private static int number(long account, int slot) {
    return (int) tag(account) * ProcessTable.SLOTS + slot;
  }
}
