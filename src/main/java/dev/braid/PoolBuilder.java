package dev.braid;

import dev.braid.memory.ArenaFullException;
import dev.braid.pool.Crews;
import dev.braid.pool.Dispatcher;
import dev.braid.pool.HiringException;
import org.jspecify.annotations.Nullable;

/// Says what a [Pool] is to be like; [#open] makes it.
public final class PoolBuilder {
  private int processes = Multiprocessing.cpuCount();
  private Crews.Kind workers = Crews.Kind.PROCESSES;
  private @Nullable Task initializer;
  private int maxTasksPerChild;
  private boolean daemon = true;

  PoolBuilder() {}

  /// How many workers there are; as many as processors, if nobody says anything.
  ///
  /// @throws IllegalArgumentException if it is less than one
  public PoolBuilder processes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Number of processes must be at least 1, not %d; leave it out for one per processor"
              .formatted(count));
    }
    processes = count;
    return this;
  }

  /// So many platform threads instead of processes.
  public PoolBuilder threads(int count) {
    workers = Crews.Kind.THREADS;
    return processes(count);
  }

  /// Virtual threads instead of processes: as many as there are tasks to run. A task that never
  /// waits keeps one of the carriers of all virtual threads, of which there is one for each core.
  public PoolBuilder virtualThreads() {
    workers = Crews.Kind.VIRTUAL_THREADS;
    processes = Integer.MAX_VALUE;
    return this;
  }

  /// What every worker runs before its first task. If it fails, so do the tasks that wait, with its
  /// exception; workers are started again when there are new tasks.
  public PoolBuilder initializer(Task task) {
    initializer = task;
    return this;
  }

  /// After how many tasks a worker ends and another one takes its place; as in Python, a chunk of a
  /// map counts as one task.
  ///
  /// @throws IllegalArgumentException if it is less than one
  public PoolBuilder maxTasksPerChild(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "maxTasksPerChild is %d; give a number of tasks from 1 on, or leave it out for any number"
              .formatted(count));
    }
    maxTasksPerChild = count;
    return this;
  }

  /// False lets tasks have child processes of their own; as in Python, workers are daemons, and may
  /// not have any, if nobody says so. They end with this process in any case.
  public PoolBuilder daemon(boolean isDaemon) {
    daemon = isDaemon;
    return this;
  }

  /// Makes the pool and starts its workers.
  ///
  /// @throws StartFailedException if one can't be started; those that were are ended
  public Pool open() {
    return new Pool(this);
  }

  /// What its workers are called.
  String kind() {
    return switch (workers) {
      case PROCESSES -> "processes";
      case THREADS -> "threads";
      case VIRTUAL_THREADS -> "virtual threads";
    };
  }

  Dispatcher build() {
    Crews crews = new Crews(processes, maxTasksPerChild, initializer, new Calls());
    boolean isDaemon = daemon;
    try {
      return switch (workers) {
        case PROCESSES -> crews.processes((lane, first) -> PoolWorker.start(lane, first, isDaemon));
        case THREADS, VIRTUAL_THREADS -> crews.threads(workers);
      };
    } catch (dev.braid.code.NotCopyableException e) {
      throw new CopyException(e);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    } catch (HiringException e) {
      throw e.reason() instanceof RuntimeException reason
          ? reason
          : new StartFailedException(String.valueOf(e.getMessage()), e);
    }
  }
}
