package dev.braid;

import dev.braid.memory.BlockName;
import dev.braid.os.Ended;
import dev.braid.pool.HiringException;
import dev.braid.pool.Lane;
import dev.braid.pool.Recruit;
import dev.braid.pool.TaskLoop;
import dev.braid.spawn.ChildMain;
import java.util.concurrent.CompletableFuture;

/// A process that works for a [Pool] of its parent, and ends with it.
final class PoolWorker extends Process implements Recruit {
  private static final long serialVersionUID = 1L;

  private final Lane.Address lane;
  private final BlockName initializer;

  private PoolWorker(Lane.Address lane, BlockName initializer) {
    this.lane = lane;
    this.initializer = initializer;
  }

  /// Starts one.
  ///
  /// @param daemon false if it is to be able to have children
  static Recruit start(Lane.Address lane, BlockName initializer, boolean daemon)
      throws HiringException {
    PoolWorker worker = new PoolWorker(lane, initializer);
    worker.daemon(daemon);
    try {
      worker.start();
    } catch (BraidException e) {
      throw new HiringException(e);
    }
    return worker;
  }

  @Override
  public void run() throws Exception {
    TaskLoop loop = new TaskLoop(lane, new Calls());
    ChildMain.interruptBy(loop::interrupt);
    // Nobody else would ever bring it a task.
    var _ = ChildMain.parentEnded().thenRun(() -> System.exit(1));
    try {
      loop.run(initializer);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new TaskException("the initializer threw " + t, t);
    }
  }

  @Override
  boolean endsWithParent() {
    return true;
  }

  @Override
  public CompletableFuture<Integer> ended() {
    return whenEnded().thenApply(Ended::exitCode);
  }

  @Override
  public void reap() {
    boolean _ = isRunning();
  }
}
