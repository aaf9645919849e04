package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.memory.SharedBarrier;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A place where parties, in any processes, wait until all have come; Python's
/// `multiprocessing.Barrier`.
///
/// It can be sent to any process of the session, and used again and again. It breaks, for all that
/// wait and all that come later, when a party's time is over, when one is interrupted or dies while
/// it waits, when the action fails, and by [#abort]; [#reset] makes it whole again.
///
/// Which processes are to come isn't known, so one that dies before it comes breaks nothing: set a
/// [#timeout] where that can happen.
public sealed class Barrier implements Serializable permits Remotes.OfBarrier {
  private static final long serialVersionUID = 1L;

  /// The barrier is broken; the message says by whom, and why.
  public static final class BrokenBarrierException extends BraidException {
    private static final long serialVersionUID = 1L;

    private BrokenBarrierException(SharedBarrier.BrokenException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  @SuppressWarnings("serial") // never written: what is written is a handle
  private final transient SharedBarrier shared;

  private final transient @Nullable Task action;

  /// A new one for so many parties.
  public Barrier(int parties) {
    this(create(parties), null);
  }

  /// A new one with an action: the last party to come runs it, before any goes on. Every process
  /// has its own copy of it.
  public Barrier(int parties, Task action) {
    this(create(parties), action);
  }

  Barrier(SharedBarrier shared, @Nullable Task action) {
    this.shared = shared;
    this.action = action;
  }

  private static SharedBarrier create(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException(
          "a barrier can't have %d parties; give 1 or more".formatted(parties));
    }
    return InArena.made(arena -> SharedBarrier.create(arena, parties));
  }

  /// Sets how long [#await()] waits, in every process.
  ///
  /// @return this
  public Barrier timeout(Duration limit) {
    shared.timeout(limit);
    return this;
  }

  /// Waits until all parties have come.
  ///
  /// @return how many came before; so exactly one gets 0
  /// @throws BrokenBarrierException if the barrier is broken, or gets so meanwhile
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile, which breaks it
  /// @throws BraidException if this party ran the action, and that threw a checked exception;
  ///   unchecked ones are thrown as they are
  public int await() {
    return pass(shared.deadline());
  }

  /// Waits until all parties have come, but no longer than `limit`, after which the barrier is
  /// broken; as [#await()].
  public int await(Duration limit) {
    return pass(Deadline.in(limit));
  }

  private int pass(Deadline deadline) {
    try {
      SharedBarrier.Arrival arrival = shared.arrive(deadline);
      if (arrival.isLast()) {
        runAction(arrival);
        shared.trip(arrival);
      } else {
        shared.await(arrival, deadline);
      }
      return arrival.index();
    } catch (SharedBarrier.BrokenException e) {
      throw new BrokenBarrierException(e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for the others at " + this, e);
    }
  }

  private void runAction(SharedBarrier.Arrival arrival) throws InterruptedException {
    boolean done = false;
    try {
      if (action != null) {
        action.run();
      }
      done = true;
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new BraidException("the action of the barrier failed: " + e, e);
    } finally {
      if (!done) {
        shared.actionFailed(arrival);
      }
    }
  }

  /// Breaks it.
  public void abort() {
    shared.abort();
  }

  /// Makes it whole and empty; those that wait get a [BrokenBarrierException].
  public void reset() {
    shared.reset();
  }

  /// How many have to come.
  public int parties() {
    return shared.parties();
  }

  /// How many wait now.
  public int waiting() {
    return shared.waiting();
  }

  /// True from when it breaks until it is reset.
  public boolean isBroken() {
    return shared.isBroken();
  }

  @Override
  public String toString() {
    return "Barrier[%s]".formatted(shared.describe());
  }

  private Object writeReplace() {
    return new Handle(shared.block().block(), shared.block().life(), action);
  }

  /// What crosses to another process.
  private record Handle(long block, long life, @Nullable Task action)
      implements Held, Serializable {
    private Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new Barrier(new SharedBarrier(arena, arena.attach(this)), action);
    }
  }
}
