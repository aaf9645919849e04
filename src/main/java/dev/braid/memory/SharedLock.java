package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;

/// A lock that processes share, which can tell who has it and who waits for it.
///
/// A thread is the holder: a reentrant lock can be released by it alone. Any other lock can be
/// released by anybody. Without contention it costs a compare-and-set, a swap and a few plain
/// stores. [LockLayout] describes the layout.
///
/// Kill points: `lock.acquired` (its word taken, no more), `lock.held`, `lock.sleeping` (entered as
/// waiter), `lock.inherited`, `lock.releasing` (still taken, holder cleared), `lock.released`
/// (free, nobody woken).
public final class SharedLock {
  /// What [#acquire] returns when the deadline came first. Every other result means that it was
  /// acquired.
  public static final int NOT = FutexLock.NOT;

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long FLAGS = LockLayout.offset("flags");
  private static final long HOLDER = LockLayout.offset("holder");
  private static final long ACQUIRED = LockLayout.offset("acquired");
  private static final long DEPTH = LockLayout.offset("depth");
  private static final long NAMES = LockLayout.offset("names");
  private static final int THREAD_BITS = 34;

  private final Block block;
  private final MemorySegment memory;
  private final ProcessTable processes;
  private final long self;
  private final boolean reentrant;
  private final FutexLock word;
  private final WaiterTable waiters;

  /// The last one whose name was written through this object; a hint, so it needs no order.
  private long named;

  /// A new lock.
  public static SharedLock create(SharedArena arena, boolean reentrant) {
    Block block = arena.allocate(BlockKind.OBJECT, LockLayout.LAYOUT.byteSize());
    block.memory().set(JAVA_INT, FLAGS, reentrant ? LockLayout.REENTRANT : 0);
    return new SharedLock(arena, block);
  }

  /// A lock that there is.
  public SharedLock(SharedArena arena, Block block) {
    this.block = block;
    this.memory = block.memory();
    this.processes = arena.processes();
    this.self = (long) processes.self() << THREAD_BITS;
    this.reentrant = (flags() & LockLayout.REENTRANT) != 0;
    this.word =
        new FutexLock(
            memory,
            LockLayout.offset("word"),
            processes,
            () -> (flags() & LockLayout.STAYS_WITH_DEAD) == 0);
    this.waiters =
        new WaiterTable(memory, LockLayout.offset("waiters"), LockLayout.WAITERS, processes);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// Makes it stay with a holder who dies, for ever.
  public void stayWithDead() {
    var _ = (int) INT.getAndBitwiseOr(memory, FLAGS, LockLayout.STAYS_WITH_DEAD);
  }

  private int flags() {
    return (int) INT.getVolatile(memory, FLAGS);
  }

  /// Acquires, if that succeeds up to the deadline.
  ///
  /// @return the number of the dead process from which it was inherited, whose data may be half
  ///   written; 0 if it was free, or [#NOT]
  /// @throws InterruptedException with the explanation why it waited
  public int acquire(Deadline deadline) throws InterruptedException {
    long caller = caller();
    if (word.tryAcquire()) {
      own(caller);
      return 0;
    }
    return goesDeeper(caller) ? 0 : acquireSlowly(deadline, caller);
  }

  /// Acquires if it is free now, or its holder is dead.
  ///
  /// @return as [#acquire]
  public int tryAcquire() {
    long caller = caller();
    if (word.tryAcquire()) {
      own(caller);
      return 0;
    }
    if (goesDeeper(caller)) {
      return 0;
    }
    int from = word.tryAcquireOrInherit();
    if (from != NOT) {
      own(caller);
    }
    return from;
  }

  private int acquireSlowly(Deadline deadline, long caller) throws InterruptedException {
    int from = 0;
    if (!word.spin()) {
      long count = acquired();
      int entry = waiters.enter(count);
      look(entry, count - 1);
      KillPoint.at("lock.sleeping");
      try {
        from = word.acquireAsleep(deadline, true, () -> look(entry, acquired()));
      } catch (InterruptedException e) {
        throw explained(e, caller);
      } finally {
        waiters.leave(entry);
      }
    }
    if (from == NOT) {
      return NOT;
    }
    if (from > 0) {
      KillPoint.at("lock.inherited");
    }
    own(caller);
    return from;
  }

  /// Notes when this holder was first seen.
  private void look(int entry, long before) {
    long count = acquired();
    if (entry != WaiterTable.FULL && (waiters.note(entry) != count || before != count)) {
      waiters.note(entry, count, System.currentTimeMillis());
    }
  }

  private InterruptedException explained(InterruptedException cause, long caller) {
    String self =
        holder() == caller
            ? "; the waiting thread holds it itself, and would wait for ever: release it first, or"
                + " use an RLock"
            : "";
    InterruptedException explained = new InterruptedException(describe() + self);
    explained.initCause(cause);
    return explained;
  }

  private boolean goesDeeper(long caller) {
    if (!reentrant || holder() != caller) {
      return false;
    }
    if (depth() == Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "acquired %d times by one thread; release it as often".formatted(depth()));
    }
    INT.setOpaque(memory, DEPTH, depth() + 1);
    return true;
  }

  private void own(long caller) {
    KillPoint.at("lock.acquired");
    LONG.setOpaque(memory, HOLDER, caller);
    LONG.setOpaque(memory, ACQUIRED, acquired() + 1);
    INT.setOpaque(memory, DEPTH, 1);
    if (named != caller) {
      publishName(caller);
    }
    KillPoint.at("lock.held");
  }

  private void publishName(long caller) {
    long at = nameOf(caller);
    if ((long) LONG.getOpaque(memory, at) != caller) {
      LONG.setVolatile(memory, at, 0L);
      int length = ThreadName.write(memory, at + 12, LockLayout.NAME_SIZE);
      memory.set(JAVA_INT, at + 8, length);
      // Volatile: pairs with describe(); who sees the holder sees his name.
      LONG.setVolatile(memory, at, caller);
    }
    named = caller;
  }

  private static long nameOf(long holder) {
    return NAMES + LockLayout.NAME_ENTRY * (holder & (LockLayout.NAMES - 1));
  }

  /// Releases it; of a reentrant lock, once.
  ///
  /// @throws IllegalStateException if it isn't held; a reentrant lock, by this thread
  public void release() {
    if (reentrant) {
      requireMine();
      if (depth() > 1) {
        INT.setOpaque(memory, DEPTH, depth() - 1);
        return;
      }
    } else if (word.owner() == 0) {
      throw new IllegalStateException(
          "released too many times: nobody holds the lock; release() once after each acquire()");
    }
    free();
  }

  private void free() {
    // Before the word: whoever reads the holder of a lock that is taken never finds an earlier one.
    LONG.setOpaque(memory, HOLDER, 0L);
    KillPoint.at("lock.releasing");
    boolean contended = word.unlock();
    KillPoint.at("lock.released");
    if (contended) {
      word.wake();
    }
  }

  private void requireMine() {
    if (!isMine()) {
      throw new IllegalStateException(
          ("only the thread that acquired an RLock can release it, and this one (%s) hasn't: %s;"
                  + " release it where it was acquired, or use a Lock")
              .formatted(
                  ThreadName.shown(
                      Thread.currentThread().getName(), Thread.currentThread().threadId()),
                  describe()));
    }
  }

  /// Releases it however often this thread acquired it; for those who wait for a condition.
  ///
  /// @return how often
  public int releaseAll() {
    int depth = depth();
    free();
    return depth;
  }

  /// Says how often this thread has acquired it; only after it acquired it once.
  public void deepen(int depth) {
    INT.setOpaque(memory, DEPTH, depth);
  }

  /// True if anybody holds it.
  public boolean isLocked() {
    return word.owner() != 0;
  }

  /// True if the calling thread holds it.
  public boolean isMine() {
    return holder() == caller();
  }

  private long caller() {
    return self | Thread.currentThread().threadId();
  }

  private long holder() {
    return (long) LONG.getOpaque(memory, HOLDER);
  }

  private long acquired() {
    return (long) LONG.getOpaque(memory, ACQUIRED);
  }

  private int depth() {
    return (int) INT.getOpaque(memory, DEPTH);
  }

  /// Who holds it, since when, and who waits.
  public String describe() {
    int owner = word.owner();
    if (owner == 0) {
      return "free" + waiters.shown();
    }
    long holder = holder();
    boolean known = holder >>> THREAD_BITS == owner;
    StringBuilder text = new StringBuilder("held by ").append(processes.named(owner));
    if (known) {
      text.append(", ").append(threadOf(holder));
    }
    since().ifPresent(first -> text.append(", at least since ").append(Waiter.time(first)));
    if (known && reentrant && depth() > 1) {
      text.append(", acquired ").append(depth()).append(" times");
    }
    return text.append(waiters.shown()).toString();
  }

  private String threadOf(long holder) {
    long at = nameOf(holder);
    int length = Math.clamp(memory.get(JAVA_INT, at + 8), 0, LockLayout.NAME_SIZE);
    String name = ThreadName.read(memory, at + 12, length);
    // Looked at last: had it been another's name, or changed meanwhile, it would not be this.
    boolean isHis = (long) LONG.getVolatile(memory, at) == holder;
    return ThreadName.shown(isHis ? name : "", holder & ((1L << THREAD_BITS) - 1));
  }

  /// When a waiter first saw the present holder.
  private OptionalLong since() {
    long count = acquired();
    return waiters.waiters().stream()
        .filter(each -> each.note() == count && each.noted() != 0)
        .mapToLong(Waiter::noted)
        .min();
  }

  /// As messages name a process that died with it.
  public String named(int number) {
    return processes.named(number);
  }
}
