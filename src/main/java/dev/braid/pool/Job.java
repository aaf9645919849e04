package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Output;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tasks that were submitted together and share a function: those of one `map`, or the one of an
/// `apply`.
///
/// What it is told of its tasks comes from any thread, of each task once.
public abstract class Job {
  private final Function function;
  private final long cell = Output.cell();

  /// Tasks that are in no batch that waits or is held.
  @GuardedBy("this")
  private long finished;

  @GuardedBy("this")
  private long submitted;

  @GuardedBy("this")
  private boolean sealed;

  @GuardedBy("this")
  private boolean over;

  private volatile @Nullable Trouble broken;
  private volatile @Nullable Duration limit;

  protected Job(Function function) {
    this.function = function;
  }

  Function function() {
    return function;
  }

  /// The cell that submitted it; what its tasks print belongs there.
  long cell() {
    return cell;
  }

  /// The task of that index has that result.
  protected abstract void value(int index, @Nullable Object value);

  /// The task of that index has no result.
  protected abstract void failed(int index, Trouble trouble);

  /// All of its tasks have ended, and it gets no more.
  protected abstract void finished();

  /// A person may want to know that so many tasks have ended.
  protected void progressed(String worker, int count, int failures) {}

  /// So many tasks more.
  synchronized void expect(int count) {
    submitted += count;
  }

  /// It gets no more tasks.
  ///
  /// @return true if it is over by this
  boolean seal() {
    synchronized (this) {
      sealed = true;
    }
    return finishIfOver();
  }

  /// So many tasks have been told to it.
  ///
  /// @return true if it is over by this
  boolean ended(int count) {
    synchronized (this) {
      finished += count;
    }
    return finishIfOver();
  }

  private boolean finishIfOver() {
    synchronized (this) {
      if (over || !sealed || finished < submitted) {
        return false;
      }
      over = true;
    }
    function.close();
    finished();
    return true;
  }

  /// True if its tasks come as it has room for their results; then a pool that is closed takes no
  /// more of them.
  protected boolean isLazy() {
    return false;
  }

  /// None of its tasks is to begin any more; they end with this trouble.
  void breakOff(Trouble trouble) {
    if (broken == null) {
      broken = trouble;
    }
  }

  /// Why none of its tasks is to begin any more; null if they are.
  @Nullable Trouble broken() {
    return broken;
  }

  /// How long one of its tasks may take; null for any time.
  @Nullable Duration limit() {
    return limit;
  }

  void limit(Duration newLimit) {
    limit = newLimit;
  }
}
