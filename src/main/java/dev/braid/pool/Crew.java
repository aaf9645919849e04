package dev.braid.pool;

import dev.braid.memory.Deadline;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Where a pool's workers come from, and how tasks get to them.
interface Crew {
  /// Starts a worker, which tells the dispatcher when it is ready.
  ///
  /// @throws HiringException if it can't be started
  Worker hire(int number) throws HiringException;

  /// A function in the form in which its workers get it.
  Function function(Shape shape, Object function);

  /// Tasks in the form in which its workers get them.
  Batch batch(Job job, int first, List<?> arguments);

  /// Waits for something that comes about by the workers' doing.
  ///
  /// @return false if it hadn't up to the deadline
  boolean await(BooleanSupplier done, Deadline deadline) throws InterruptedException;

  /// Says that something has come about that others may await.
  void signal();

  /// Says that there is something to wait for, whether or not anybody waits.
  void expect();

  /// Handles what the workers have told by now.
  void poll();

  /// The last worker has ended, and no other one comes.
  void disband();
}
