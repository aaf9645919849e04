package dev.braid.pool;

import dev.braid.code.NotReadableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.spawn.Failure;
import java.time.Duration;

/// Why a task has no result.
public sealed interface Trouble {
  /// It threw something in another process.
  ///
  /// @param worker that ran it, as messages name it
  record Failed(Failure failure, String worker) implements Trouble {}

  /// It threw this, in this process.
  record Threw(Throwable exception) implements Trouble {}

  /// What it returned can't be copied to this process.
  ///
  /// @param text why, with the path to what can't
  record Uncopyable(String text) implements Trouble {}

  /// What came from the worker can't be made a value again in this process.
  record Unreadable(NotReadableException cause) implements Trouble {}

  /// Its worker died while it held it, or before it could take any.
  record Died(Departure departure) implements Trouble {}

  /// No worker could be started.
  record NotStarted(String text, Exception cause) implements Trouble {}

  /// There was no shared memory to bring it to a worker.
  record NoMemory(ArenaFullException cause) implements Trouble {}

  /// It took longer than it was allowed to.
  record TookTooLong(Duration limit, String worker) implements Trouble {}

  /// It was cancelled.
  record Cancelled() implements Trouble {}

  /// The pool was terminated before it ended.
  record Terminated() implements Trouble {}
}
