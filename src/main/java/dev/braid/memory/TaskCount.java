package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// How many messages of a channel are tasks that nobody has finished yet.
///
/// Every message that was put is a task until [#done] is called for it; the two counts that this
/// takes are single words, so nobody who is killed leaves them apart. Beside that each process has
/// a count of the tasks that it took, which tells who died with one.
public final class TaskCount {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long DONE = TaskCountLayout.offset("done");
  private static final long WAITING = TaskCountLayout.offset("waiting");
  private static final long TAKEN = TaskCountLayout.offset("taken");
  private static final int MASK = (1 << 28) - 1;

  private final Block block;
  private final MemorySegment memory;
  private final Channel channel;
  private final ProcessTable processes;
  private final Spin spin = new Spin();

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
    int done = (int) INT.getVolatile(memory, DONE);
    return (channel.putCount() - done) & MASK;
  }

  /// This process takes a task; to be said before the message is taken for good.
  public void taking() {
    change(1);
  }

  private void change(int by) {
    long at = TAKEN + 8L * ProcessTable.slot(processes.self());
    while (true) {
      long seen = (long) LONG.getVolatile(memory, at);
      int before = number(seen) == processes.self() ? count(seen) : 0;
      if (LONG.compareAndSet(memory, at, seen, taken(processes.self(), before + by))) {
        return;
      }
    }
  }

  /// One task is done.
  ///
  /// @return false if none is unfinished, so that this is once too often
  public boolean done() {
    while (true) {
      int done = (int) INT.getVolatile(memory, DONE);
      int unfinished = (channel.putCount() - done) & MASK;
      if (unfinished == 0) {
        return false;
      }
      if (INT.compareAndSet(memory, DONE, done, (done + 1) & MASK)) {
        KillPoint.at("tasks.counted");
        change(-1);
        // Volatile: comes after our store of `done`, pairs with awaitAll().
        if (unfinished == 1 && INT.compareAndSet(memory, WAITING, 1, 0)) {
          KillPoint.at("tasks.waking");
          int _ = Waits.wake(memory, DONE, Integer.MAX_VALUE);
        }
        return true;
      }
    }
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
      int seen = (int) INT.getVolatile(memory, DONE);
      INT.setVolatile(memory, WAITING, 1);
      // Pairs with done(), which stores `done` before it looks at the flag.
      if (unfinished() > 0) {
        Waits.slice(memory, DONE, seen, deadline);
        RuntimeException verdict = lookout.verdict();
        if (verdict != null && unfinished() > 0) {
          throw verdict;
        }
      }
    }
    return true;
  }

  /// Those who died with a task, if nobody is left who works on one and none waits to be taken.
  public List<SessionProcess> abandonedBy() {
    List<SessionProcess> dead = new ArrayList<>();
    for (int slot = 0; slot < ProcessTable.SLOTS; slot++) {
      long taken = (long) LONG.getVolatile(memory, TAKEN + 8L * slot);
      if (count(taken) > 0) {
        if (!processes.isDead(number(taken))) {
          return List.of();
        }
        processes.process(number(taken)).ifPresent(dead::add);
      }
    }
    return channel.size() == 0 && unfinished() > 0 ? dead : List.of();
  }

  private static long taken(int number, int count) {
    return ((long) number << 32) | (count & 0xFFFF_FFFFL);
  }

  private static int number(long taken) {
    return (int) (taken >>> 32);
  }

  private static int count(long taken) {
    return (int) taken;
  }
}
