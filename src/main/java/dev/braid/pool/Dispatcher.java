package dev.braid.pool;

import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Deadline;
import dev.braid.pool.Trouble.NoMemory;
import dev.braid.pool.Trouble.Threw;
import dev.braid.pool.Worker.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Gives batches to workers, and knows who holds which: so nobody waits for one who is gone.
///
/// A worker gets the next batch before it has done the last, and more if they are short; a worker
/// that has none gets what another one hasn't begun. A batch whose worker dies goes on with another
/// worker, but for the task that was running. No code of users runs under the lock.
public final class Dispatcher {
  private final ReentrantLock lock = new ReentrantLock();
  private final Crew crew;

  /// How many batches a worker does, before another one takes its place; 0 for any number.
  private final int batches;

  private final Backlog backlog = new Backlog();
  private final Staff staff;
  private final TimeLimits limits = new TimeLimits(lock);
  private final Timesheet timesheet = new Timesheet();
  private volatile PoolState state = PoolState.RUNNING;
  private volatile boolean over;

  Dispatcher(Crew crew, Size size) {
    this.crew = crew;
    this.batches = size.batches();
    this.staff = new Staff(crew, size);
  }

  /// Starts the first workers.
  ///
  /// @throws HiringException if one can't be started; those that were are ended
  void start() throws HiringException {
    boolean complete = false;
    lock.lock();
    try {
      staff.complete();
      complete = true;
    } finally {
      lock.unlock();
      if (!complete) {
        terminate();
      }
    }
    crew.expect();
  }

  /// Does something under the lock; what comes to nothing by it is told afterwards.
  private <T> T locked(java.util.function.Function<Spoils, T> work) {
    Spoils spoils = new Spoils();
    T done;
    lock.lock();
    try {
      done = work.apply(spoils);
    } finally {
      lock.unlock();
    }
    spoils.tell(this::count);
    return done;
  }

  private void lockedRun(Consumer<Spoils> work) {
    boolean _ =
        locked(spoils -> {
          work.accept(spoils);
          return true;
        });
  }

  /// What a pool is up to.
  public PoolState state() {
    return state;
  }

  /// True if all workers have ended, and no other ones come.
  public boolean isOver() {
    return over;
  }

  /// True if a worker may have something to tell.
  boolean isExpecting() {
    return locked(_ -> !over && (!backlog.isEmpty() || staff.isBusy()));
  }

  /// How many workers there may be.
  public int size() {
    return staff.most();
  }

  /// The pids of its workers, in the order of their starts.
  public List<Long> pids() {
    return locked(
        _ -> staff.all().stream().filter(each -> !each.isLeaving()).map(Worker::pid).toList());
  }

  /// Where it is written down what the workers do with their time.
  Timesheet timesheet() {
    return timesheet;
  }

  /// What the workers did with their time.
  public PoolInsights insights() {
    return timesheet.insights();
  }

  /// A function for a job.
  public Function function(Shape shape, Object function) {
    return crew.function(shape, function);
  }

  /// Takes a job on, whose tasks are to follow.
  ///
  /// @throws IllegalStateException if it takes none any more
  public void begin(Job job) {
    lock.lock();
    try {
      if (state != PoolState.RUNNING) {
        throw new IllegalStateException(
            "Pool not running: it was %s; make a new one"
                .formatted(state == PoolState.CLOSED ? "closed" : "terminated"));
      }
      backlog.begin(job);
    } finally {
      lock.unlock();
    }
  }

  /// Tasks of a job that was taken on, one for each argument.
  ///
  /// @param attended true if the caller is about to wait for the results
  /// @return false if the pool was closed meanwhile and the job is lazy
  public boolean submit(Job job, int first, List<?> arguments, boolean attended) {
    Batch batch = crew.batch(job, first, arguments);
    job.expect(batch.count());
    boolean taken =
        locked(spoils -> {
          if (job.isLazy() && state != PoolState.RUNNING) {
            return false;
          } else if (job.broken() != null) {
            spoils.rest(batch, Worker.skipped(job));
          } else {
            backlog.add(batch);
            staff.encourage();
            fill(spoils);
          }
          return true;
        });
    if (!taken) {
      count(job, batch.count());
      return false;
    }
    if (attended) {
      crew.poll();
    } else {
      crew.expect();
    }
    return true;
  }

  /// Waits for something that comes about by the workers' doing.
  ///
  /// @return false if it hadn't up to the deadline
  public boolean await(BooleanSupplier done, Deadline deadline) throws InterruptedException {
    return crew.await(done, deadline);
  }

  private void fill(Spoils spoils) {
    while (!backlog.isEmpty()) {
      Worker worker = staff.choose();
      if (worker == null) {
        staff.grow(backlog.size());
        break;
      }
      give(worker, backlog.next(), spoils);
    }
    staff.despair().ifPresent(trouble -> backlog.spoil(spoils, trouble));
    if (backlog.isEmpty() && staff.hasIdle()) {
      // Who has nothing does what others have not begun.
      List<Batch> back = staff.takeFromRichest();
      if (!back.isEmpty()) {
        backlog.addAll(back);
        fill(spoils);
      }
    }
    dismissIfDone();
  }

  private void give(Worker worker, Batch batch, Spoils spoils) {
    try {
      worker.give(batch);
    } catch (ArenaFullException e) {
      spoils.rest(batch, new NoMemory(e));
      return;
    } catch (RuntimeException | Error e) {
      // Whatever it is, somebody waits for this batch.
      spoils.rest(batch, new Threw(e));
      return;
    }
    if (worker.given() == batches) {
      worker.leave();
    }
    staff.changed(worker);
    limits.watch(worker, batch);
  }

  private void dismissIfDone() {
    if (state == PoolState.CLOSED && backlog.isDone() && staff.holdsNothing()) {
      staff.dismiss();
    }
    if (state != PoolState.RUNNING && staff.isEmpty() && backlog.isEmpty() && !over) {
      over = true;
      crew.disband();
    }
  }

  /// That worker can take batches.
  void ready(Worker worker) {
    lockedRun(spoils -> {
      staff.ready(worker);
      fill(spoils);
    });
  }

  /// That worker has the results of that batch's tasks up to an index; whoever claims them is to
  /// tell them to the job, and nobody else does.
  Optional<Claim> claim(Worker worker, long number, int end) {
    return locked(spoils -> {
      Optional<Batch> found = worker.find(number).filter(batch -> batch.claimed() < end);
      return found.map(batch -> {
        Claim claim = new Claim(batch, batch.claimed(), end);
        batch.claimUpTo(end);
        if (batch.isDone()) {
          worker.done(batch);
          staff.changed(worker);
          fill(spoils);
        }
        return claim;
      });
    });
  }

  /// What was claimed has been told to its job.
  void told(Claim claim) {
    count(claim.batch().job(), claim.end() - claim.from());
  }

  private void count(Job job, int tasks) {
    if (job.ended(tasks)) {
      forget(job);
    } else if (job.isLazy()) {
      // Who takes its results one by one may wait for one of these.
      crew.signal();
    }
  }

  /// The job gets no more tasks.
  public void seal(Job job) {
    if (job.seal()) {
      forget(job);
    }
  }

  private void forget(Job job) {
    lock.lock();
    try {
      backlog.end(job);
      dismissIfDone();
    } finally {
      lock.unlock();
    }
    crew.signal();
  }

  /// That worker has ended, because its initializer failed.
  void notInitialized(Worker worker, Trouble trouble) {
    lockedRun(spoils -> {
      staff.notInitialized(worker, trouble);
      fill(spoils);
    });
  }

  /// That worker has ended.
  ///
  /// @param running what it was doing
  void ended(Worker worker, Optional<Running> running, Departure departure) {
    lockedRun(spoils -> {
      if (!staff.has(worker)) {
        return;
      }
      for (Batch batch : new ArrayList<>(worker.held()).reversed()) {
        if (running.isPresent()
            && running.get().batch().equals(batch)
            && running.get().index() >= batch.claimed()) {
          spoils.next(batch, limits.trouble(worker, batch.job(), departure));
        }
        backlog.giveBack(batch, spoils);
      }
      worker.held().clear();
      limits.forget(worker);
      staff.ended(worker, departure);
      replace();
      fill(spoils);
    });
    crew.expect();
  }

  private void replace() {
    try {
      if (state == PoolState.RUNNING) {
        staff.complete();
      }
    } catch (HiringException e) {
      staff.discourage(e);
    }
  }

  /// None of the job's tasks begins any more; those that run are interrupted, and ended with their
  /// workers if they don't heed it.
  public void breakOff(Job job, Trouble trouble) {
    lockedRun(spoils -> {
      job.breakOff(trouble);
      for (Worker worker : staff.all()) {
        if (worker.held().stream().anyMatch(batch -> batch.job().equals(job))) {
          backlog.addAll(worker.takeBack());
          worker.drop(job);
          worker.held().stream()
              .filter(batch -> batch.job().equals(job))
              .forEach(batch -> limits.interrupted(worker, batch));
          staff.changed(worker);
        }
      }
      backlog.drop(job, spoils, trouble);
      fill(spoils);
    });
    // Whoever waits for the job waits no more, though its tasks may still run.
    crew.signal();
  }

  /// Gives the job's tasks so much time each; who takes longer is ended with its worker.
  public void limit(Job job, Duration limit) {
    lock.lock();
    try {
      job.limit(limit);
      for (Worker worker : staff.all()) {
        worker.held().stream()
            .filter(batch -> batch.job().equals(job))
            .forEach(batch -> limits.watch(worker, batch));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more jobs; ends its workers when those that it has are done.
  public void close() {
    List<Job> lazy = new ArrayList<>();
    lockedRun(_ -> {
      if (state == PoolState.RUNNING) {
        state = PoolState.CLOSED;
        lazy.addAll(backlog.lazyJobs());
        dismissIfDone();
      }
    });
    lazy.forEach(this::seal);
    crew.expect();
  }

  /// Ends its workers now; what they haven't done is lost.
  public void terminate() {
    List<Job> lazy = new ArrayList<>();
    lockedRun(spoils -> {
      state = PoolState.TERMINATED;
      lazy.addAll(backlog.lazyJobs());
      Trouble trouble = new Trouble.Terminated();
      backlog.breakOff(spoils, trouble);
      for (Worker worker : staff.all()) {
        worker.held().forEach(batch -> spoils.rest(batch, trouble));
        worker.held().clear();
        worker.kill();
      }
      dismissIfDone();
    });
    lazy.forEach(this::seal);
    crew.expect();
  }
}
