package dev.braid.pool;

import dev.braid.pool.TextTable.Column;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the workers of a pool did with their time, and which tasks took longest; after mpire's
/// worker insights. Its text is a table, as is what a notebook shows of it.
///
/// @param workers those that have ended, then those that live
/// @param slowest at most five of at least 1 ms, the slowest first
public record PoolInsights(List<Worker> workers, List<SlowTask> slowest) implements Serializable {
  private static final int PERCENT = 100;

  /// What is in the lists stays.
  public PoolInsights {
    workers = List.copyOf(workers);
    slowest = List.copyOf(slowest);
  }

  /// One worker's life so far.
  ///
  /// @param pid 0 if it is no process of its own
  /// @param tasks that it has finished
  /// @param starting until it could take its first task
  /// @param waiting for tasks
  /// @param working on tasks
  public record Worker(
      String name, long pid, long tasks, Duration starting, Duration waiting, Duration working)
      implements Serializable {
    /// @throws IllegalArgumentException if a number is negative
    public Worker {
      if (pid < 0
          || tasks < 0
          || starting.isNegative()
          || waiting.isNegative()
          || working.isNegative()) {
        throw new IllegalArgumentException(
            "worker %s has pid %d, %d tasks, started for %s, waited for %s, worked for %s; give none below 0"
                .formatted(name, pid, tasks, starting, waiting, working));
      }
    }

    /// From the beginning of its start until now, or until its end.
    public Duration life() {
      return starting.plus(waiting).plus(working);
    }

    /// Both together, under this name.
    Worker plus(Worker other, String both) {
      return new Worker(
          both,
          0,
          tasks + other.tasks,
          starting.plus(other.starting),
          waiting.plus(other.waiting),
          working.plus(other.working));
    }
  }

  /// A task that took long.
  ///
  /// @param arguments as text, cut to a line
  /// @param worker that did it, by its name
  public record SlowTask(Duration time, String arguments, String worker) implements Serializable {
    /// @throws IllegalArgumentException if the time is negative
    public SlowTask {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a task took %s; give the time it took".formatted(time));
      }
    }
  }

  /// A row for each worker, and one for all if there are several.
  public TextTable workerTable() {
    List<Worker> rows = new ArrayList<>(workers);
    if (workers.size() > 1) {
      workers.stream().reduce((a, b) -> a.plus(b, "all")).ifPresent(rows::add);
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("worker", false, rows, Worker::name));
    if (workers.stream().anyMatch(worker -> worker.pid > 0)) {
      columns.add(Column.of("pid", true, rows, row -> row.pid > 0 ? Long.toString(row.pid) : ""));
    }
    columns.add(Column.of("tasks", true, rows, row -> ProgressText.number(row.tasks)));
    columns.add(Column.of("starting", true, rows, row -> share(row.starting, row)));
    columns.add(Column.of("waiting", true, rows, row -> share(row.waiting, row)));
    columns.add(Column.of("working", true, rows, row -> share(row.working, row)));
    return new TextTable(columns);
  }

  private static String share(Duration time, Worker of) {
    double life = Math.max(1, of.life().toNanos());
    long percent = Math.round(PERCENT * time.toNanos() / life);
    return "%s %3d %%".formatted(ShortDuration.of(time), percent);
  }

  /// A row for each of the slowest tasks.
  public TextTable slowestTable() {
    return new TextTable(
        List.of(
            Column.of("time", true, slowest, task -> ShortDuration.of(task.time)),
            Column.of("worker", false, slowest, SlowTask::worker),
            Column.of("arguments", false, slowest, SlowTask::arguments)));
  }

  @Override
  public String toString() {
    String all = workers.isEmpty() ? "no workers yet\n" : workerTable().toString();
    return (slowest.isEmpty() ? all : all + "\nslowest tasks\n" + slowestTable()).stripTrailing();
  }
}
