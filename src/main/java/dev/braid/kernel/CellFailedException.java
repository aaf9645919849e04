package dev.braid.kernel;

import dev.braid.jupyter.Outcome;
import org.jspecify.annotations.Nullable;

/// Ends the run of a cell at its first failure.
final class CellFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Outcome.Failed failed;

  /// A failure, and the exception of user code behind it if there is one.
  CellFailedException(Outcome.Failed failed, @Nullable Throwable thrown) {
    super(failed.name() + ": " + failed.value(), thrown, false, false);
    this.failed = failed;
  }

  Outcome.Failed failed() {
    return failed;
  }
}
