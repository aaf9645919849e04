package dev.braid;

import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Block;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import dev.braid.memory.SessionProcess;
import dev.braid.memory.SharedArena;
import dev.braid.memory.TaskCount;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [Queue] whose items are tasks: those who get one say when it is done, and others wait for all.
/// Python's `multiprocessing.JoinableQueue`.
///
/// @param <T> of the items
public class JoinableQueue<T extends @Nullable Object> extends Queue<T> {
  private static final long serialVersionUID = 1L;

  private final transient TaskCount tasks;

  /// A queue without a bound.
  public JoinableQueue() {
    this(0);
  }

  /// A queue of at most so many items; without a bound if it is zero or less, as in Python.
  public JoinableQueue(int maxSize) {
    this(counted(Messages.channel(Math.max(0, maxSize), 0)));
  }

  private JoinableQueue(TaskCount tasks) {
    this(tasks.channel(), tasks);
  }

  JoinableQueue(Channel channel, TaskCount tasks) {
    super(channel);
    this.tasks = tasks;
  }

  private static TaskCount counted(Channel channel) {
    try {
      return TaskCount.create(SharedArena.current(), channel);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  @Override
  @Nullable Incoming take(Deadline deadline, Lookout lookout) {
    try {
      return channel().take(deadline, lookout, tasks::taking);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("getting from " + this, e);
    }
  }

  /// Says that a task which somebody got is done.
  ///
  /// @throws IllegalStateException if it is said more often than items were put
  public void taskDone() {
    if (!tasks.done()) {
      throw new IllegalStateException(
          "taskDone() was called more often than items were put; call it once for each item got");
    }
  }

  /// Waits until all tasks that were put are done.
  ///
  /// @throws PartnerDiedException if one never will be, because who took it has died
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public void join() {
    boolean _ = join(Deadline.NONE);
  }

  /// Waits until all tasks that were put are done, but no longer than `limit`.
  ///
  /// @return false if they aren't
  public boolean join(Duration limit) {
    return join(Deadline.in(limit));
  }

  private boolean join(Deadline deadline) {
    try {
      return tasks.awaitAll(deadline, this::lookForWorkers);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("joining " + this, e);
    }
  }

  private @Nullable RuntimeException lookForWorkers() {
    List<SessionProcess> dead = tasks.abandonedBy();
    return dead.isEmpty()
        ? null
        : new PartnerDiedException(
            "%d of the tasks will never be done: they were taken by %s; put them again, and call taskDone() for the lost ones"
                .formatted(
                    tasks.unfinished(),
                    dead.stream().map(Object::toString).collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return "Joinable%s with %d unfinished tasks".formatted(super.toString(), tasks.unfinished());
  }

  @Override
  Block block() {
    return tasks.block();
  }

  @Override
  Object writeReplace() {
    return new Handle(block().block(), block().life());
  }

  private record Handle(long block, long life) implements Held, Serializable {
    Object readResolve() {
      return new JoinableQueue<>(TaskCount.attach(SharedArena.current(), this));
    }
  }
}
