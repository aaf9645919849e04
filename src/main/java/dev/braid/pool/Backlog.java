package dev.braid.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The jobs that are not over, and the batches that no worker has; all of it under the dispatcher's
/// lock.
final class Backlog {
  private final Set<Job> jobs = new HashSet<>();
  private final Deque<Batch> batches = new ArrayDeque<>();

  void begin(Job job) {
    jobs.add(job);
  }

  void end(Job job) {
    jobs.remove(job);
  }

  /// Those that get their tasks bit by bit.
  List<Job> lazyJobs() {
    return jobs.stream().filter(Job::isLazy).toList();
  }

  void add(Batch batch) {
    batches.add(batch);
  }

  void addAll(List<Batch> back) {
    batches.addAll(back);
  }

  Batch next() {
    return batches.remove();
  }

  int size() {
    return batches.size();
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /// True if nothing is to be done that isn't with a worker; of jobs that are lazy nobody knows.
  boolean isDone() {
    return batches.isEmpty() && jobs.stream().allMatch(Job::isLazy);
  }

  /// What is left of a batch is to be done before anything else, if its job wants it.
  void giveBack(Batch batch, Spoils spoils) {
    if (batch.isDone()) {
      return;
    }
    if (batch.job().broken() != null) {
      spoils.rest(batch, Worker.skipped(batch.job()));
    } else {
      batches.addFirst(batch.claimed() == 0 ? batch : batch.from(batch.claimed()));
    }
  }

  /// Nobody will do what is here.
  void spoil(Spoils spoils, Trouble trouble) {
    batches.forEach(batch -> spoils.rest(batch, trouble));
    batches.clear();
  }

  /// Nobody is to do what is here of that job.
  void drop(Job job, Spoils spoils, Trouble trouble) {
    List<Batch> dropped = batches.stream().filter(batch -> batch.job().equals(job)).toList();
    batches.removeAll(dropped);
    dropped.forEach(batch -> spoils.rest(batch, trouble));
  }

  /// No job goes on.
  void breakOff(Spoils spoils, Trouble trouble) {
    jobs.forEach(job -> job.breakOff(trouble));
    spoil(spoils, trouble);
  }
}
