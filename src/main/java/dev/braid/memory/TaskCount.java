package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How many messages of a channel are tasks that nobody has finished yet, and who holds those that
/// were taken.
///
/// Every message that was put is a task until [#done] is called for it. [TaskAccounts] tells whose
/// task that was, and so what is lost with a process that dies. [TaskCountLayout] describes the
/// layout.
///
/// Kill points: `tasks.locked`; `tasks.taking` and `tasks.taken` (before and after a task is taken,
/// its message not yet); `tasks.returning` (a dead taker's task half given back); `tasks.finishing`
/// and `tasks.counted` (before and after a task is done); `tasks.emptying` (some accounts of what
/// is all done); `tasks.repaired`; `tasks.waking` (all done, nobody woken); `tasks.sleeping`.
public final class TaskCount {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long PROGRESS = TaskCountLayout.offset("progress");
  private static final long WAITING = TaskCountLayout.offset("waiting");
  private static final int MASK = (1 << 28) - 1;

  private final Block block;
  private final MemorySegment memory;
  private final Channel channel;
  private final ProcessTable processes;
  private final FutexLock lock;
  private final TaskAccounts accounts;
  private final Spin spin = new Spin();

  /// Tasks whose takers died.
  ///
  /// @param tasks how many at most; at least one
  /// @param takers as messages name them
  public record Lost(int tasks, List<String> takers) {
    /// The list is copied.
    public Lost {
      takers = List.copyOf(takers);
    }
  }

  /// That of a new channel.
  public static TaskCount create(SharedArena arena, Channel channel) {
    Block block =
        arena.allocate(BlockKind.OBJECT, TaskCountLayout.LAYOUT.byteSize(), channel.block());
    return new TaskCount(arena, block, channel);
  }

  /// One that there is, with its channel.
  public static TaskCount attach(SharedArena arena, Held held) {
    Block block = arena.attach(held);
    return new TaskCount(arena, block, new Channel(arena, arena.kept(block, 0).orElseThrow()));
  }

  private TaskCount(SharedArena arena, Block block, Channel channel) {
    this.block = block;
    this.memory = block.memory();
    this.channel = channel;
    this.processes = arena.processes();
    this.lock = new FutexLock(memory, TaskCountLayout.offset("lock"), processes);
    this.accounts = new TaskAccounts(memory, processes);
  }

  /// The block by which others attach to it.
  public Block block() {
    return block;
  }

  /// The channel whose messages are counted.
  public Channel channel() {
    return channel;
  }

  /// Tasks that were put and aren't done.
  public int unfinished() {
    int done = accounts.done();
    return (channel.putCount() - done) & MASK;
  }

  /// This process takes the channel's next task; to be said before the message is taken for good,
  /// under the lock of those who take.
  public void taking() {
    lock();
    try {
      accounts.take(channel.getCount());
    } finally {
      lock.release();
    }
  }

  private void lock() {
    if (lock.acquire()) {
      accounts.repair();
    }
    KillPoint.at("tasks.locked");
  }

  /// One task is done.
  ///
  /// @return false if none is unfinished, so that this is once too often
  public boolean done() {
    boolean last;
    lock();
    try {
      if (unfinished() == 0) {
        return false;
      }
      accounts.finish();
      last = unfinished() == 0;
    } finally {
      lock.release();
    }
    // Volatile: comes after the store of the tasks done, pairs with awaitAll().
    if (last && INT.compareAndSet(memory, WAITING, 1, 0)) {
      KillPoint.at("tasks.waking");
      int _ = Waits.wake(memory, PROGRESS, Integer.MAX_VALUE);
    }
    return true;
  }

  /// Waits until all tasks are done.
  ///
  /// @return false if they weren't up to the deadline
  public boolean awaitAll(Deadline deadline, Lookout lookout) throws InterruptedException {
    while (unfinished() > 0) {
      if (deadline.isOver()) {
        return false;
      }
      if (spin.until(() -> unfinished() == 0)) {
        return true;
      }
      int seen = accounts.done();
      INT.setVolatile(memory, WAITING, 1);
      KillPoint.at("tasks.sleeping");
      // Pairs with done(), which stores the tasks done before it looks at the flag.
      if (unfinished() > 0) {
        Waits.slice(memory, PROGRESS, seen, deadline);
        RuntimeException verdict = lookout.verdict();
        if (verdict != null && unfinished() > 0) {
          throw verdict;
        }
      }
    }
    return true;
  }

  /// What was lost with those who have died; empty also if one who lives has the lock just now.
  ///
  /// A task that one who died had handed on is among it, and one that somebody without a task of
  /// his own finished for him while others held some may be.
  public Optional<Lost> lost() {
    // Without the lock, which isn't to be held while the operating system is asked.
    Set<Integer> dead = accounts.holders();
    dead.removeIf(number -> !processes.isDead(number));
    int from = lock.tryAcquireOrInherit();
    if (from == FutexLock.NOT) {
      return Optional.empty();
    }
    try {
      if (from > 0) {
        accounts.repair();
      }
      KillPoint.at("tasks.locked");
      return lost(dead);
    } finally {
      lock.release();
    }
  }

  private Optional<Lost> lost(Set<Integer> dead) {
    int got = channel.getCount();
    int tasks = 0;
    List<String> takers = new ArrayList<>();
    for (int number : dead) {
      int lost = accounts.lost(number, got);
      tasks += lost;
      if (lost > 0) {
        takers.add(processes.named(number));
      }
    }
    return tasks == 0
        ? Optional.empty()
        : Optional.of(new Lost(Math.min(tasks, accounts.held()), takers));
  }
}
