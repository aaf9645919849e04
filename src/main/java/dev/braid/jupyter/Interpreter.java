package dev.braid.jupyter;

import java.util.Optional;

/// A language behind the wire: what a kernel must be able to do, without a word of sockets or
/// messages.
///
/// [#execute] is called on one thread, one cell at a time; the interpreter may run the cells on a
/// thread of its own. Everything else may be called from any thread, also while a cell runs.
/// Positions count Unicode code points, as the protocol does.
public interface Interpreter extends AutoCloseable {
  /// What `kernel_info_reply` says of the language; available at once, before [#start].
  Language language();

  /// Makes the interpreter ready. Called once, on the thread that executes cells, before the first
  /// of them.
  void start(Host host);

  /// Runs a cell to its end, or until it is stopped. When it returns, all that the cell printed has
  /// been handed to the host.
  Outcome execute(Execution execution);

  /// The value of an expression for `user_expressions`; an [Outcome.Failed] if it has none.
  Outcome evaluate(Execution cell, String expression);

  /// What could stand at the cursor.
  Completion complete(String code, int cursor);

  /// What is known of the name at the cursor; empty if nothing is.
  Optional<Bundle> inspect(String code, int cursor, int detail);

  /// Whether the code could run as it is.
  Completeness isComplete(String code);

  /// Stops the cell that is running; it ends with an [Outcome.Failed]. Without a running cell,
  /// nothing happens.
  void interrupt();

  /// Ends the interpreter and everything that it started.
  @Override
  void close();
}
