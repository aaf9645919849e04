package dev.braid.kernel;

/// A command of the notebook's, `%name` or `%%name`.
@FunctionalInterface
interface Magic {
  /// Does it.
  ///
  /// @param arguments the rest of its line
  /// @param body the rest of the cell for a cell magic; empty for a line magic
  /// @param run the cell in which it stands
  /// @throws MagicException what the user should do otherwise
  /// @throws Exception what user code throws in it
  Evaluated run(String arguments, String body, CellRun run) throws Exception;
}
