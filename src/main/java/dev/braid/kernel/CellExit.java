package dev.braid.kernel;

import com.google.errorprone.annotations.DoNotCall;

/// What became of `System.exit` in a cell: it ends the cell, and not the kernel under it.
///
/// Cell classes call the static methods here instead of the JDK's; a child process runs the classes
/// as they were, so that there `System.exit` ends the child.
public final class CellExit extends Error {
  private static final long serialVersionUID = 1L;

  private final int status;

  private CellExit(String call, int status) {
    super(
        "%s(%d) ended the cell; the kernel and its variables stay, restart it to end them"
            .formatted(call, status));
    this.status = status;
  }

  /// The status that the cell asked for.
  public int status() {
    return status;
  }

  /// Stands for `System.exit`.
  @DoNotCall("woven into cells only")
  public static void exit(int status) {
    throw new CellExit("System.exit", status);
  }

  /// Stands for `Runtime.exit`.
  @DoNotCall("woven into cells only")
  public static void exit(Runtime runtime, int status) {
    throw new CellExit("Runtime.exit", status);
  }

  /// Stands for `Runtime.halt`.
  @DoNotCall("woven into cells only")
  public static void halt(Runtime runtime, int status) {
    throw new CellExit("Runtime.halt", status);
  }
}
