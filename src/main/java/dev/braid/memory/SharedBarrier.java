package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A place where parties of several processes wait until all have come.
///
/// Whoever has come has an entry, which names him, for as long as he is inside; the entries of a
/// generation are its count. The last one ends the generation by one store, which all the others
/// sleep on. There are as many entries as parties, so the next generation can't be complete before
/// all of the last have left. Everybody who waits looks at the life of the others. [BarrierLayout]
/// describes the layout.
///
/// Kill points: `barrier.arrived` (entered, uncounted), `barrier.acting` (all there, the action
/// about to run), `barrier.tripping` (action done), `barrier.tripped` (generation ended, nobody
/// woken), `barrier.breaking`, `barrier.broken` (nobody woken), `barrier.resetting`,
/// `barrier.reset` (a new generation, nobody woken), `barrier.waiting` (for an entry),
/// `barrier.leaving`, `barrier.left` (the entry is free, nobody knows), `barrier.waking` (nobody
/// woken).
public final class SharedBarrier {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long PHASE = BarrierLayout.offset("phase");
  private static final long PARTIES = BarrierLayout.offset("parties");
  private static final long REASON = BarrierLayout.offset("reason");
  private static final long CULPRIT = BarrierLayout.offset("culprit");
  private static final long LEFT = BarrierLayout.offset("left");
  private static final long TIMEOUT = BarrierLayout.offset("timeout");
  private static final long ROOM_WANTED = BarrierLayout.offset("roomWanted");

  /// Slices between two looks at the others' life by the operating system; the process table is
  /// looked at after each.
  private static final int SLICES = 8;

  /// The barrier is broken; the message says why.
  public static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private BrokenException(String message) {
      super(message);
    }
  }

  /// A party that has come.
  ///
  /// @param index how many came before it
  /// @param isLast true if it was waited for
  public record Arrival(int entry, int generation, int index, boolean isLast) {}

  private final Block block;
  private final MemorySegment memory;
  private final ProcessTable processes;
  private final FutexLock lock;
  private final WaiterTable waiters;
  private final int parties;
  private final Spin spin = new Spin();

  /// A new barrier.
  public static SharedBarrier create(SharedArena arena, int parties) {
    Block block =
        arena.allocate(
            BlockKind.OBJECT, BarrierLayout.LAYOUT.byteSize() + WaiterTable.size(parties));
    block.memory().set(JAVA_INT, PARTIES, parties);
    block.memory().set(JAVA_LONG, TIMEOUT, -1);
    return new SharedBarrier(arena, block);
  }

  /// A barrier that there is.
  public SharedBarrier(SharedArena arena, Block block) {
    this.block = block;
    this.memory = block.memory();
    this.processes = arena.processes();
    this.parties = memory.get(JAVA_INT, PARTIES);
    this.lock = new FutexLock(memory, BarrierLayout.offset("lock"), processes);
    this.waiters = new WaiterTable(memory, BarrierLayout.LAYOUT.byteSize(), parties, processes);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  private void lock() {
    if (lock.acquire() && anyoneReset()) {
      // Who died was about to reset it; some have been told already.
      phase(generation(), BarrierLayout.BROKEN);
    }
  }

  private boolean anyoneReset() {
    for (int i = 0; i < parties; i++) {
      if (isIn(i, generation()) && waiters.noted(i) == 1) {
        return true;
      }
    }
    return false;
  }

  /// Comes in; waits while there is no entry, because some have not left yet.
  ///
  /// @throws BrokenException if it is broken, or gets so
  public Arrival arrive(Deadline deadline) throws BrokenException, InterruptedException {
    while (true) {
      int left = (int) INT.getVolatile(memory, LEFT);
      Optional<Arrival> arrival = tryArrive();
      if (arrival.isPresent()) {
        return arrival.get();
      }
      if (deadline.isOver()) {
        boolean _ = breakUp(generation(), Breach.TIMEOUT, processes.self());
      }
      // Volatile: pairs with giveUp(), which looks at it after it has changed `left`.
      INT.setVolatile(memory, ROOM_WANTED, 1);
      KillPoint.at("barrier.waiting");
      Waits.slice(memory, LEFT, left, deadline);
    }
  }

  private Optional<Arrival> tryArrive() throws BrokenException {
    lock();
    try {
      int generation = generation();
      int dead = deadParty(generation, false);
      if (dead != 0) {
        breakLocked(Breach.DIED, dead);
      }
      if (state() == BarrierLayout.BROKEN) {
        throw broken();
      }
      int entry = state() == BarrierLayout.FILLING ? waiters.enter(generation) : WaiterTable.FULL;
      if (entry == WaiterTable.FULL) {
        return Optional.empty();
      }
      KillPoint.at("barrier.arrived");
      int index = count(generation) - 1;
      boolean isLast = index == parties - 1;
      if (isLast) {
        phase(generation, BarrierLayout.ACTING);
        KillPoint.at("barrier.acting");
      }
      return Optional.of(new Arrival(entry, generation, index, isLast));
    } finally {
      lock.release();
    }
  }

  /// Lets all go on; for the last party, after the action.
  ///
  /// @throws BrokenException if it was broken meanwhile
  public void trip(Arrival last) throws BrokenException {
    KillPoint.at("barrier.tripping");
    lock();
    boolean trips = phase() == (last.generation() << 2 | BarrierLayout.ACTING);
    if (trips) {
      phase(last.generation() + 1, BarrierLayout.FILLING);
      KillPoint.at("barrier.tripped");
    }
    lock.release();
    if (trips) {
      wakeAll();
    }
    leave(last);
  }

  /// Waits until the last party has come.
  ///
  /// @throws BrokenException if the barrier was broken meanwhile
  /// @throws InterruptedException if the thread is interrupted, which breaks it
  public void await(Arrival arrival, Deadline deadline)
      throws BrokenException, InterruptedException {
    try {
      if (!spin.until(() -> isOver(arrival))) {
        sleep(arrival, deadline);
      }
    } catch (InterruptedException e) {
      if (breakUp(arrival.generation(), Breach.INTERRUPTED, processes.self())) {
        giveUp(arrival);
        throw e;
      }
      // It was over before; the interruption is for later.
      Thread.currentThread().interrupt();
    }
    leave(arrival);
  }

  private void sleep(Arrival arrival, Deadline deadline) throws InterruptedException {
    for (int slices = 0; !isOver(arrival); slices++) {
      int phase = phase();
      int dead = deadParty(arrival.generation(), slices % SLICES == 0);
      if (isOver(arrival)) {
        return;
      }
      if (dead != 0) {
        boolean _ = breakUp(arrival.generation(), Breach.DIED, dead);
      } else if (deadline.isOver()) {
        boolean _ = breakUp(arrival.generation(), Breach.TIMEOUT, processes.self());
      } else {
        Waits.slice(memory, PHASE, phase, deadline);
      }
    }
  }

  private boolean isOver(Arrival arrival) {
    int phase = phase();
    return phase >> 2 != arrival.generation() || (phase & 3) == BarrierLayout.BROKEN;
  }

  private void leave(Arrival arrival) throws BrokenException {
    boolean passed = phase() >> 2 != arrival.generation() && waiters.noted(arrival.entry()) == 0;
    BrokenException broken = passed ? null : broken();
    giveUp(arrival);
    if (broken != null) {
      throw broken;
    }
  }

  private void giveUp(Arrival arrival) {
    KillPoint.at("barrier.leaving");
    waiters.leave(arrival.entry());
    KillPoint.at("barrier.left");
    var _ = (int) INT.getAndAdd(memory, LEFT, 1);
    if ((int) INT.getVolatile(memory, ROOM_WANTED) == 1
        && INT.compareAndSet(memory, ROOM_WANTED, 1, 0)) {
      KillPoint.at("barrier.waking");
      var _ = Waits.wake(memory, LEFT, Integer.MAX_VALUE);
    }
  }

  /// The action threw: nobody goes on.
  public void actionFailed(Arrival last) {
    boolean _ = breakUp(last.generation(), Breach.ACTION, processes.self());
    giveUp(last);
  }

  /// Breaks it, for all that are inside and all that come before a reset.
  public void abort() {
    boolean _ = breakUp(generation(), Breach.ABORTED, processes.self());
  }

  /// @return false if that generation was over before
  private boolean breakUp(int generation, Breach breach, int culprit) {
    lock();
    boolean breaks = phase() >> 2 == generation && state() != BarrierLayout.BROKEN;
    if (breaks) {
      breakLocked(breach, culprit);
    }
    lock.release();
    wakeAll();
    return breaks;
  }

  private void breakLocked(Breach breach, int culprit) {
    if (state() != BarrierLayout.BROKEN) {
      because(breach, culprit);
      KillPoint.at("barrier.breaking");
      phase(generation(), BarrierLayout.BROKEN);
      KillPoint.at("barrier.broken");
    }
  }

  private void because(Breach breach, int culprit) {
    memory.set(JAVA_INT, REASON, breach.code());
    memory.set(JAVA_INT, CULPRIT, culprit);
  }

  /// Begins a new generation, which isn't broken; those that are inside learn that theirs is.
  public void reset() {
    lock();
    int generation = generation();
    because(Breach.RESET, processes.self());
    for (int i = 0; i < parties; i++) {
      if (isIn(i, generation)) {
        waiters.note(i, generation, 1);
        KillPoint.at("barrier.resetting");
      } else if (waiters.isFilling(i)) {
        // He died while he came in: whoever lives has the lock for that.
        boolean _ = waiters.replace(i, waiters.state(i), 0);
      }
    }
    phase(generation + 1, BarrierLayout.FILLING);
    KillPoint.at("barrier.reset");
    lock.release();
    wakeAll();
  }

  private void wakeAll() {
    var _ = Waits.wake(memory, PHASE, Integer.MAX_VALUE);
  }

  private BrokenException broken() {
    int culprit = memory.get(JAVA_INT, CULPRIT);
    Breach breach = Breach.of(memory.get(JAVA_INT, REASON));
    return new BrokenException(
        "the barrier is broken: %s; reset() makes it usable again"
            .formatted(breach.by(processes.named(culprit))));
  }

  /// The number of one who died inside, or while he came in; 0 if all live.
  private int deadParty(int generation, boolean asking) {
    int last = processes.self();
    for (int i = 0; i < parties; i++) {
      int number = waiters.state(i) & WaiterTable.NUMBER;
      if (number != 0 && number != last && (isIn(i, generation) || waiters.isFilling(i))) {
        if (processes.isKnownDead(number) || (asking && processes.isDead(number))) {
          return number;
        }
        last = number;
      }
    }
    return 0;
  }

  private boolean isIn(int entry, int generation) {
    return waiters.state(entry) > 0 && waiters.note(entry) == generation;
  }

  private int count(int generation) {
    int count = 0;
    for (int i = 0; i < parties; i++) {
      count += isIn(i, generation) ? 1 : 0;
    }
    return count;
  }

  private int phase() {
    return (int) INT.getVolatile(memory, PHASE);
  }

  private int generation() {
    return phase() >> 2;
  }

  private int state() {
    return phase() & 3;
  }

  private void phase(int generation, int state) {
    // Volatile: pairs with isOver(); what the last party wrote before it came is seen by all.
    INT.setVolatile(memory, PHASE, generation << 2 | state);
  }

  /// How many have to come.
  public int parties() {
    return parties;
  }

  /// How many are there.
  public int waiting() {
    return isBroken() ? 0 : count(generation());
  }

  /// True until it is reset.
  public boolean isBroken() {
    return state() == BarrierLayout.BROKEN;
  }

  /// Sets how long a party waits that doesn't say so.
  public void timeout(Duration limit) {
    LONG.setOpaque(memory, TIMEOUT, Math.max(0, TimeUnit.NANOSECONDS.convert(limit)));
  }

  /// The deadline of a party that doesn't say one.
  public Deadline deadline() {
    long nanos = (long) LONG.getOpaque(memory, TIMEOUT);
    return nanos < 0 ? Deadline.NONE : Deadline.in(Duration.ofNanos(nanos));
  }

  /// How many are there, and who.
  public String describe() {
    String state = isBroken() ? "broken" : "%d of %d there".formatted(waiting(), parties);
    return state + waiters.shown();
  }
}
