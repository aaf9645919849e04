package dev.braid;

import dev.braid.memory.Block;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import dev.braid.memory.SharedArena;
import dev.braid.memory.TaskCount;
import dev.braid.memory.TaskCount.Lost;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A [Queue] whose items are tasks: those who get one say when it is done, and others wait for all.
/// Python's `multiprocessing.JoinableQueue`.
///
/// A task that was got is its getter's until [#taskDone] is said for it. That finishes a task of
/// the process that says it. One that has none finishes a task of a process that has ended, if that
/// left any, or else of another one: so tasks can be handed on. What a process still has when it
/// ends is lost, and [#join] says so instead of waiting for ever.
///
/// If several processes have tasks when somebody without any finishes one, nobody knows whose it
/// was. Should one of them end, a task may be told as lost that is done, until all that were got
/// are done.
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
    this(
        InArena.made(
            arena -> TaskCount.create(arena, Channel.create(arena, Math.max(0, maxSize), 0))));
  }

  private JoinableQueue(TaskCount tasks) {
    this(tasks.channel(), tasks);
  }

  JoinableQueue(Channel channel, TaskCount tasks) {
    super(channel);
    this.tasks = tasks;
  }

  @Override
  @Nullable Incoming take(Deadline deadline, Lookout lookout) {
    try {
      return channel().take(deadline, lookout, tasks::taking);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("getting from " + this, e);
    }
  }

  /// Says that a task is done: one that this process got, if it has any; otherwise somebody else's.
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
  /// A task whose taker had handed it on before it ended is told as lost, too, for nobody knows of
  /// its new holder; once that has said [#taskDone], the count is right and this can be called
  /// again.
  ///
  /// @throws PartnerDiedException as soon as one never will be, because who took it has ended, even
  ///   while others work; then again until [#taskDone] is called for it. Also if nobody is left who
  ///   could take one
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public void join() {
    boolean _ = join(Deadline.NONE);
  }

  /// The same, but waits no longer than `limit`.
  ///
  /// @return false if they aren't done
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
    Optional<Lost> lost = tasks.lost();
    if (lost.isPresent()) {
      return new PartnerDiedException(
          "%d of the tasks will never be done: lost with %s; for each one put it again, and call taskDone()"
              .formatted(lost.get().tasks(), String.join(", ", lost.get().takers())));
    }
    return qsize() == 0 ? null : lookForGets();
  }

  @Override
  public String toString() {
    int unfinished = tasks.unfinished();
    return "Joinable%s with %d unfinished %s"
        .formatted(super.toString(), unfinished, unfinished == 1 ? "task" : "tasks");
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
