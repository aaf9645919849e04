package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// What a worker is doing, and the results that it hasn't sent yet, in shared memory: so its death
/// costs the one task that it was running, and nothing else.
///
/// One worker writes it and one dispatcher reads it. Both write `task`: the worker begins and ends
/// a task there, and the dispatcher marks the running one as condemned or interrupted, which fails
/// if it has ended; so a kill or an interrupt that is meant for one task never hits the next one.
///
/// [JournalLayout] describes the layout.
public final class Journal {
  /// Bytes of results that it has room for.
  public static final int ROOM = JournalLayout.RESULTS;

  /// The running task is over for the dispatcher, who is about to kill the worker.
  public static final int CONDEMNED = 1;

  /// The running task is to be interrupted.
  public static final int INTERRUPTED = 2;

  private static final int MARKS = 3;

  /// In `cancelled`: no task of any batch may begin.
  private static final long HALTED = -1;

  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long TASK = JournalLayout.offset("task");
  private static final long BATCH = JournalLayout.offset("batch");
  private static final long INDEX = JournalLayout.offset("index");
  private static final long SINCE = JournalLayout.offset("since");
  private static final long SAVED = JournalLayout.offset("saved");
  private static final long LINE_BYTES = JournalLayout.offset("lineBytes");
  private static final long CANCELLED = JournalLayout.offset("cancelled");
  private static final long LINES = JournalLayout.offset("lines");

  /// Where the results begin in [#memory].
  public static final long RESULTS = JournalLayout.offset("results");

  private final Block block;
  private final MemorySegment memory;

  /// How many tasks this worker has begun; only he counts.
  private long begun;

  /// An empty one.
  ///
  /// @throws ArenaFullException if there is no memory for it
  public static Journal create(SharedArena arena) {
    return new Journal(arena.allocate(BlockKind.OBJECT, JournalLayout.LAYOUT.byteSize()));
  }

  /// One that there is.
  public Journal(Block block) {
    this.block = block;
    this.memory = block.memory();
  }

  /// Its block, by which the worker attaches to it.
  public Block block() {
    return block;
  }

  /// Where records of results are, from [#RESULTS] on.
  public MemorySegment memory() {
    return memory;
  }

  /// The worker begins a task.
  ///
  /// @param now its `System.nanoTime()`
  public void begin(long batch, int index, long now) {
    memory.set(JAVA_LONG, BATCH, batch);
    memory.set(JAVA_INT, INDEX, index);
    memory.set(JAVA_LONG, SINCE, now);
    begun++;
    // Volatile: who sees the task sees which it is; and if cancel() comes too early to see it, then
    // isCancelled() sees that.
    LONG.setVolatile(memory, TASK, begun << 2);
    KillPoint.at("journal.begun");
  }

  /// The worker has saved so many results.
  public void saved(int count) {
    // Release: pairs with the reader after the worker's death; the records are there.
    INT.setRelease(memory, SAVED, count);
    KillPoint.at("journal.saved");
  }

  /// The worker has sent what was saved.
  public void sent() {
    INT.setRelease(memory, SAVED, 0);
    KillPoint.at("journal.sent");
  }

  /// The worker ends the task that it began.
  ///
  /// @return marks that the dispatcher made; with one of them it hasn't ended
  public int end() {
    return LONG.compareAndSet(memory, TASK, begun << 2, 0L) ? 0 : marks();
  }

  /// Ends a task that was interrupted; false if it was condemned as well.
  public boolean endInterrupted() {
    return LONG.compareAndSet(memory, TASK, (begun << 2) | INTERRUPTED, 0L);
  }

  /// The marks of the running task; 0 if none is running.
  public int marks() {
    return (int) ((long) LONG.getVolatile(memory, TASK) & MARKS);
  }

  /// True if the dispatcher wants no more tasks of that batch; asked after [#begin], so that a task
  /// either sees it or is seen. Waits while no task may begin, mostly for the end of this process.
  public boolean isCancelled(long batch) {
    long cancelled = (long) LONG.getVolatile(memory, CANCELLED);
    while (cancelled == HALTED) {
      // In slices, for nobody wakes us if we may go on after all.
      LockSupport.parkNanos(this, Waits.SLICE.toNanos());
      cancelled = (long) LONG.getVolatile(memory, CANCELLED);
    }
    return cancelled == batch;
  }

  /// Further tasks of that batch are to be skipped.
  public void cancel(long batch) {
    LONG.setVolatile(memory, CANCELLED, batch);
  }

  /// Lets the worker begin no more tasks, if it runs none now.
  ///
  /// @return false if it runs one; then nothing has happened
  public boolean halt() {
    long before = (long) LONG.getAndSet(memory, CANCELLED, HALTED);
    // Volatile on both sides: either we see the task that begin() has entered, or the worker, which
    // asks isCancelled() after that, waits there without having called it.
    if ((long) LONG.getVolatile(memory, TASK) == 0) {
      return true;
    }
    LONG.setVolatile(memory, CANCELLED, before);
    return false;
  }

  /// What a worker was seen to be running.
  ///
  /// @param task by which it can be marked; 0 if nothing was running
  /// @param since by the worker's clock
  public record Running(long task, long batch, int index, long since) {
    /// True if there is a task.
    public boolean isTask() {
      return task != 0;
    }
  }

  /// What the worker is running, or was when it died.
  public Running running() {
    while (true) {
      // Acquire: pairs with begin().
      long task = (long) LONG.getAcquire(memory, TASK);
      Running seen =
          new Running(
              task & ~MARKS,
              (long) LONG.getAcquire(memory, BATCH),
              (int) INT.getAcquire(memory, INDEX),
              (long) LONG.getAcquire(memory, SINCE));
      // Looked at again: had the worker gone on meanwhile, the number would be another one.
      if ((long) LONG.getVolatile(memory, TASK) == task) {
        return seen;
      }
    }
  }

  /// Marks a task that was seen running.
  ///
  /// @return false if it has ended, or has that mark
  public boolean mark(Running running, int mark) {
    long seen = (long) LONG.getVolatile(memory, TASK);
    while ((seen & ~MARKS) == running.task() && (seen & mark) == 0) {
      long was = (long) LONG.compareAndExchange(memory, TASK, seen, seen | mark);
      if (was == seen) {
        return true;
      }
      seen = was;
    }
    return false;
  }

  /// How many results are in the journal; only of a dead worker.
  public int saved() {
    return (int) INT.getAcquire(memory, SAVED);
  }

  /// The worker has printed that.
  public synchronized void printed(byte[] bytes) {
    int kept = (int) INT.getAcquire(memory, LINE_BYTES);
    int added = Math.min(bytes.length, JournalLayout.LINES);
    int stays = Math.min(kept, JournalLayout.LINES - added);
    MemorySegment.copy(memory, LINES + kept - stays, memory, LINES, stays);
    MemorySegment.copy(bytes, bytes.length - added, memory, JAVA_BYTE, LINES + stays, added);
    INT.setRelease(memory, LINE_BYTES, stays + added);
  }

  /// The last lines that the worker printed; empty if it printed nothing.
  public String lastLines() {
    int length = (int) INT.getAcquire(memory, LINE_BYTES);
    byte[] bytes = new byte[length];
    MemorySegment.copy(memory, JAVA_BYTE, LINES, bytes, 0, length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What was cut off at the beginning is no line.
    int line = text.indexOf('\n');
    boolean isCut = length == JournalLayout.LINES && line >= 0 && line < text.length() - 1;
    return (isCut ? text.substring(line + 1) : text).strip();
  }
}
