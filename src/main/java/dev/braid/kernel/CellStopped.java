package dev.braid.kernel;

/// Unwinds the threads of a cell that was interrupted. An `Error`, so that a cell's own `catch
/// (Exception e)` doesn't hold it up; if it is swallowed all the same, the next check throws it
/// again.
public final class CellStopped extends Error {
  private static final long serialVersionUID = 1L;

  CellStopped() {
    super("the cell was interrupted", null, false, false);
  }
}
