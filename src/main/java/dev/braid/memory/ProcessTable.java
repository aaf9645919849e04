package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.os.OperatingSystem;
import dev.braid.os.ProcessIdentity;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The processes of a session, in shared memory: 1024 slots, one for each process that runs.
///
/// ```text
///  offset  field      size  written by  ordering
///       0  status        8  owner       compare-and-set; low half the number, high half the state
///       8  claim         8  owner       compare-and-set from 0, the pid, claims the slot
///      16  pid           8  owner       before status says ALIVE; stays when the slot is free again
///      24  started       8  owner       before status says ALIVE; in the system's unit
///      32  exitCode      4  parent      before ended
///      36  ended         4  parent      release; 1 once exitCode is known
///      40  parent        8  owner       before nameLength; pid of who started it, 0 if nobody did
///      48  cell          8  owner       before nameLength; that started it, 0 outside any
///      56  nameLength    4  owner       release; bytes
///      60  name         68  owner       before nameLength; UTF-8
/// ```
///
/// A process's number is its slot plus 1024 for every process that has had the slot, so that no
/// number is used twice and a word that names its owner can never name another one later.
final class ProcessTable implements Owners {
  static final int SLOTS = 1024;
  private static final int NAME_BYTES = 68;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("status"),
          JAVA_LONG.withName("claim"),
          JAVA_LONG.withName("pid"),
          JAVA_LONG.withName("started"),
          JAVA_INT.withName("exitCode"),
          JAVA_INT.withName("ended"),
          JAVA_LONG.withName("parent"),
          JAVA_LONG.withName("cell"),
          JAVA_INT.withName("nameLength"),
          MemoryLayout.sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("name"));

  static final long SIZE = SLOTS * LAYOUT.byteSize();

  private static final long FREE = 0;
  private static final long ALIVE = 1;
  private static final long DEAD = 2;

  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long STATUS = offset("status");
  private static final long CLAIM = offset("claim");
  private static final long PID = offset("pid");
  private static final long STARTED = offset("started");
  private static final long EXIT_CODE = offset("exitCode");
  private static final long ENDED = offset("ended");
  private static final long PARENT = offset("parent");
  private static final long CELL = offset("cell");
  private static final long NAME_LENGTH = offset("nameLength");
  private static final long NAME = offset("name");

  private final OperatingSystem os = OperatingSystem.current();
  private final MemorySegment table;
  private final int self;

  /// Enters this process into the table.
  ///
  /// @throws IllegalStateException if 1024 processes run
  ProcessTable(MemorySegment table) {
    this(table, ProcessIdentity.current());
  }

  /// Enters a process into the table.
  ProcessTable(MemorySegment table, ProcessIdentity process) {
    this.table = table;
    this.self = claim(process, process.pid(), ALIVE);
    if (self == 0) {
      throw new IllegalStateException(
          "%d processes of this session run; end some before you start others".formatted(SLOTS));
    }
  }

  /// Claims a slot for a process, and enters it.
  ///
  /// @param claimant pid of one who lives meanwhile
  /// @return its number; 0 if there is no slot
  private int claim(ProcessIdentity process, long claimant, long state) {
    long pid = process.pid();
    // Neighbours in time have neighbouring pids: the slots of the dead rest as long as possible, so
    // that what is known of them can still be told.
    for (int i = 0; i < SLOTS; i++) {
      int slot = (int) ((pid + i) % SLOTS);
      long entry = entry(slot);
      long status = (long) LONG.getVolatile(table, entry + STATUS);
      if (state(status) != FREE) {
        continue;
      }
      long before = claim(entry, claimant);
      if (before == claimant) {
        continue;
      }
      // Looked at again: others may have had the slot since, and left it another number.
      status = (long) LONG.getVolatile(table, entry + STATUS);
      if (state(status) == FREE) {
        KillPoint.at("process.claimed");
        table.set(JAVA_LONG, entry + PID, pid);
        table.set(JAVA_LONG, entry + STARTED, process.startTime());
        table.set(JAVA_INT, entry + ENDED, 0);
        table.set(JAVA_LONG, entry + PARENT, 0);
        table.set(JAVA_LONG, entry + CELL, 0);
        table.set(JAVA_INT, entry + NAME_LENGTH, 0);
        int number = number(status) == 0 ? slot + SLOTS : number(status) + SLOTS;
        LONG.setVolatile(table, entry + STATUS, status(number, state));
        return number;
      }
      var _ = LONG.compareAndSet(table, entry + CLAIM, claimant, before);
    }
    return 0;
  }

  /// Claims a slot, also from one who died between his claim and his entry.
  ///
  /// @return the claim before; `pid` if somebody else has the slot
  private long claim(long entry, long pid) {
    if (LONG.compareAndSet(table, entry + CLAIM, 0L, pid)) {
      return 0;
    }
    long other = (long) LONG.getVolatile(table, entry + CLAIM);
    boolean claimed =
        other != 0 && os.isDead(other) && LONG.compareAndSet(table, entry + CLAIM, other, pid);
    return claimed ? other : pid;
  }

  @Override
  public int self() {
    return self;
  }

  /// True if it is certain that the process of that number runs no more; then the table says so.
  @Override
  public boolean isDead(int number) {
    long entry = entry(number % SLOTS);
    long status = (long) LONG.getVolatile(table, entry + STATUS);
    if (number(status) != number || state(status) != ALIVE) {
      return true;
    }
    ProcessIdentity process =
        new ProcessIdentity(table.get(JAVA_LONG, entry + PID), started(entry));
    if (!process.hasEnded()) {
      return false;
    }
    // The number is in the word: a slot's next process is never taken for this one.
    var _ = LONG.compareAndSet(table, entry + STATUS, status, status(number, DEAD));
    return true;
  }

  /// True if the table says already that the process of that number runs no more.
  boolean isKnownDead(int number) {
    long status = (long) LONG.getVolatile(table, entry(number % SLOTS) + STATUS);
    return number(status) != number || state(status) != ALIVE;
  }

  /// As messages name the process of that number.
  String named(int number) {
    return process(number)
        .map(SessionProcess::toString)
        .orElse("a process that ended long ago (number %d of the session)".formatted(number));
  }

  /// The numbers of those that are alive, as far as the table knows, by slot; 0 elsewhere.
  int[] alive() {
    return numbers(ALIVE);
  }

  /// The numbers of those that are dead and whose slots aren't free yet, by slot; 0 elsewhere.
  int[] dead() {
    return numbers(DEAD);
  }

  private int[] numbers(long state) {
    int[] numbers = new int[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      long status = (long) LONG.getVolatile(table, entry(slot) + STATUS);
      numbers[slot] = state(status) == state ? number(status) : 0;
    }
    return numbers;
  }

  /// Asks the operating system for each process whether it still runs.
  void verify() {
    for (int number : alive()) {
      if (number != 0) {
        var _ = isDead(number);
      }
    }
  }

  /// Marks the process of that pid as ended: the last one that had it, for of an orphan nobody
  /// learns the end.
  ///
  /// @param exitCode as Python counts it
  /// @return its number; empty if it never joined the session
  OptionalInt ended(long pid, int exitCode) {
    long last = -1;
    for (int slot = 0; slot < SLOTS; slot++) {
      long entry = entry(slot);
      if (state((long) LONG.getVolatile(table, entry + STATUS)) != FREE
          && table.get(JAVA_LONG, entry + PID) == pid
          && !isEndKnown(entry)
          && (last < 0 || started(entry) > started(last))) {
        last = entry;
      }
    }
    if (last < 0) {
      return OptionalInt.empty();
    }
    // Nobody frees the slot meanwhile: see recycle().
    long status = (long) LONG.getVolatile(table, last + STATUS);
    end(last, exitCode);
    var _ = LONG.compareAndSet(table, last + STATUS, status, status(number(status), DEAD));
    return OptionalInt.of(number(status));
  }

  private void end(long entry, int exitCode) {
    table.set(JAVA_INT, entry + EXIT_CODE, exitCode);
    // Release: pairs with process(); who sees the flag sees the code.
    INT.setRelease(table, entry + ENDED, 1);
  }

  private boolean isEndKnown(long entry) {
    return (int) INT.getAcquire(table, entry + ENDED) == 1;
  }

  private long started(long entry) {
    return table.get(JAVA_LONG, entry + STARTED);
  }

  /// Enters a process that ended before it entered itself, so that others can be told of it.
  ///
  /// @param exitCode as Python counts it
  /// @return its number; 0 if there is no slot
  int bury(long pid, int exitCode) {
    int number = claim(new ProcessIdentity(pid, 0), ProcessHandle.current().pid(), DEAD);
    if (number == 0) {
      return 0;
    }
    end(entry(number % SLOTS), exitCode);
    return number;
  }

  /// Frees the slots of the dead; nothing in the arena may name them as holders any more. That of
  /// one whose parent is about to say how it ended stays until then.
  void recycle(int[] dead) {
    for (int slot = 0; slot < SLOTS; slot++) {
      long entry = entry(slot);
      long status = (long) LONG.getVolatile(table, entry + STATUS);
      if (dead[slot] != 0 && status == status(dead[slot], DEAD) && !isAwaited(entry)) {
        long claim = (long) LONG.getVolatile(table, entry + CLAIM);
        LONG.setVolatile(table, entry + STATUS, status(number(status), FREE));
        KillPoint.at("process.recycled");
        // Whoever sees the slot free before this store takes the claim from the dead: leave it
        // then.
        var _ = LONG.compareAndSet(table, entry + CLAIM, claim, 0L);
      }
    }
  }

  private boolean isAwaited(long entry) {
    long parent = table.get(JAVA_LONG, entry + PARENT);
    return parent != 0
        && !isEndKnown(entry)
        && Arrays.stream(alive())
            .anyMatch(number ->
                number != 0 && table.get(JAVA_LONG, entry(number % SLOTS) + PID) == parent);
  }

  /// Says how others are told of this process.
  ///
  /// @param parent pid of the process that started it; 0 if nobody of the session did
  /// @param cell that started it; 0 outside any
  void introduce(String name, long parent, long cell) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, NAME_BYTES);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    long entry = entry(self % SLOTS);
    INT.setVolatile(table, entry + NAME_LENGTH, 0);
    table.set(JAVA_LONG, entry + PARENT, parent);
    table.set(JAVA_LONG, entry + CELL, cell);
    MemorySegment.copy(bytes, 0, table, JAVA_BYTE, entry + NAME, length);
    // Release: pairs with process(); who sees the length sees the rest.
    INT.setRelease(table, entry + NAME_LENGTH, length);
  }

  /// All processes that the table still knows, by slot; those that ended go when others need the
  /// slots.
  List<SessionProcess> known() {
    List<SessionProcess> known = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      int number = number((long) LONG.getVolatile(table, entry(slot) + STATUS));
      if (number != 0) {
        process(number).ifPresent(known::add);
      }
    }
    return known;
  }

  /// What is known of the process of that number; empty once its slot has another one.
  Optional<SessionProcess> process(int number) {
    long entry = entry(number % SLOTS);
    int length = (int) INT.getAcquire(table, entry + NAME_LENGTH);
    byte[] name = new byte[length];
    MemorySegment.copy(table, JAVA_BYTE, entry + NAME, name, 0, length);
    ProcessIdentity identity =
        new ProcessIdentity(table.get(JAVA_LONG, entry + PID), started(entry));
    long parent = table.get(JAVA_LONG, entry + PARENT);
    long cell = table.get(JAVA_LONG, entry + CELL);
    boolean ended = isEndKnown(entry);
    OptionalInt exitCode =
        ended ? OptionalInt.of(table.get(JAVA_INT, entry + EXIT_CODE)) : OptionalInt.empty();
    // Pairs with the claim: whoever has seen a field of the slot's next process sees its claim too.
    VarHandle.acquireFence();
    boolean claimed = (long) LONG.getVolatile(table, entry + CLAIM) != 0;
    long status = (long) LONG.getVolatile(table, entry + STATUS);
    // Looked at last: had the slot changed hands meanwhile, the number would have, too. A free slot
    // that is claimed is just being filled.
    return number(status) == number && !(state(status) == FREE && claimed)
        ? Optional.of(
            new SessionProcess(
                number,
                identity,
                new String(name, StandardCharsets.UTF_8),
                parent,
                cell,
                state(status) == ALIVE,
                exitCode))
        : Optional.empty();
  }

  static int slot(int number) {
    return number % SLOTS;
  }

  private static long entry(int slot) {
    return slot * LAYOUT.byteSize();
  }

  private static long status(int number, long state) {
    return (state << 32) | number;
  }

  private static int number(long status) {
    return (int) status;
  }

  private static long state(long status) {
    return status >>> 32;
  }

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }

  @Override
  public String toString() {
    return "ProcessTable[self=%d, alive=%d]"
        .formatted(self, Arrays.stream(alive()).filter(number -> number != 0).count());
  }
}
