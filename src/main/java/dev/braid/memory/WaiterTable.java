package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Who waits for a shared object: a table of owner-tagged entries.
///
/// An entry belongs to the waiter whose number is in its state, until he leaves; that of a dead one
/// is free for others once his death is proven. Needs no lock. Bits of the state above the number
/// are for the table's user. [WaiterLayout] describes an entry.
///
/// Kill point: `waiter.claimed` (the entry is his, but tells nothing of him yet).
final class WaiterTable {
  /// No entry: all are taken.
  static final int FULL = -1;

  /// What part of a state is the waiter's number.
  static final int NUMBER = 0x3fff_ffff;

  private static final int FILLING = 0x8000_0000;
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long NAME_LENGTH = WaiterLayout.offset("nameLength");
  private static final long THREAD = WaiterLayout.offset("thread");
  private static final long SINCE = WaiterLayout.offset("since");
  private static final long NOTE = WaiterLayout.offset("note");
  private static final long NOTED = WaiterLayout.offset("noted");
  private static final long NAME = WaiterLayout.offset("name");

  private final MemorySegment memory;
  private final long offset;
  private final int capacity;
  private final ProcessTable processes;

  WaiterTable(MemorySegment memory, long offset, int capacity, ProcessTable processes) {
    this.memory = memory;
    this.offset = offset;
    this.capacity = capacity;
    this.processes = processes;
  }

  static long size(int capacity) {
    return capacity * WaiterLayout.SIZE;
  }

  /// Enters the calling thread.
  ///
  /// @return its entry, or [#FULL]
  int enter(long note) {
    int entry = claim();
    if (entry == FULL && evictDead()) {
      entry = claim();
    }
    if (entry != FULL) {
      KillPoint.at("waiter.claimed");
      long at = at(entry);
      memory.set(JAVA_LONG, at + THREAD, Thread.currentThread().threadId());
      memory.set(JAVA_LONG, at + SINCE, System.currentTimeMillis());
      memory.set(JAVA_LONG, at + NOTE, note);
      memory.set(JAVA_LONG, at + NOTED, 0);
      int length = ThreadName.write(memory, at + NAME, WaiterLayout.NAME_SIZE);
      memory.set(JAVA_INT, at + NAME_LENGTH, length);
      // Volatile: pairs with state(); who sees the number without the sign sees the rest.
      INT.setVolatile(memory, at, processes.self());
    }
    return entry;
  }

  private int claim() {
    for (int i = 0; i < capacity; i++) {
      if (state(i) == 0 && replace(i, 0, processes.self() | FILLING)) {
        return i;
      }
    }
    return FULL;
  }

  private boolean evictDead() {
    boolean any = false;
    for (int i = 0; i < capacity; i++) {
      int state = state(i);
      int number = state & NUMBER;
      if (number != 0 && processes.isDead(number)) {
        any |= replace(i, state, 0);
      }
    }
    return any;
  }

  /// Gives the entry up.
  void leave(int entry) {
    if (entry != FULL) {
      INT.setVolatile(memory, at(entry), 0);
    }
  }

  /// True of an entry whose waiter isn't known yet; he may have died before.
  boolean isFilling(int entry) {
    return state(entry) < 0;
  }

  int state(int entry) {
    return (int) INT.getVolatile(memory, at(entry));
  }

  /// Changes a state, if it is still that.
  boolean replace(int entry, int from, int to) {
    return INT.compareAndSet(memory, at(entry), from, to);
  }

  /// Where the state of an entry is, to sleep on.
  long at(int entry) {
    return offset + entry * WaiterLayout.SIZE;
  }

  long note(int entry) {
    return (long) LONG.getOpaque(memory, at(entry) + NOTE);
  }

  long noted(int entry) {
    return (long) LONG.getOpaque(memory, at(entry) + NOTED);
  }

  void note(int entry, long note, long noted) {
    LONG.setOpaque(memory, at(entry) + NOTE, note);
    LONG.setOpaque(memory, at(entry) + NOTED, noted);
  }

  int capacity() {
    return capacity;
  }

  /// Those that wait, without those that are known to be dead.
  List<Waiter> waiters() {
    List<Waiter> found = new ArrayList<>();
    for (int i = 0; i < capacity; i++) {
      int state = state(i);
      if (state > 0 && !processes.isKnownDead(state & NUMBER)) {
        found.add(read(i, state));
      }
    }
    return found;
  }

  private Waiter read(int entry, int state) {
    long at = at(entry);
    int length = Math.clamp(memory.get(JAVA_INT, at + NAME_LENGTH), 0, WaiterLayout.NAME_SIZE);
    return new Waiter(
        entry,
        state & NUMBER,
        memory.get(JAVA_LONG, at + THREAD),
        memory.get(JAVA_LONG, at + SINCE),
        note(entry),
        noted(entry),
        ThreadName.read(memory, at + NAME, length));
  }

  /// Who waits, for people; begins with a semicolon, empty if nobody does.
  String shown() {
    List<Waiter> all = waiters();
    return all.isEmpty()
        ? ""
        : all.stream()
            .map(each -> each.shown(processes))
            .collect(Collectors.joining("; ", "; waiting: ", ""));
  }
}
