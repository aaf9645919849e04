package dev.braid;

import dev.braid.pool.Departure;

/// A worker process of a pool died while it held the task. The pool has another worker in its
/// place, and all other tasks go on. Python waits for the result for ever.
public final class WorkerDiedException extends BraidException {
  private static final long serialVersionUID = 1L;

  private final long pid;
  private final int exitCode;
  private final String lastLines;

  WorkerDiedException(Departure departure) {
    super(
        "%s (pid %d) ended with exit code %d %s; %s%s"
            .formatted(
                departure.name(),
                departure.pid(),
                departure.exitCode(),
                departure.wasReady()
                    ? "before the task had a result"
                    : "before it could take a task",
                hint(departure.exitCode()),
                lines(departure.lastLines())));
    this.pid = departure.pid();
    this.exitCode = departure.exitCode();
    this.lastLines = departure.lastLines();
  }

  private static String hint(int exitCode) {
    return switch (exitCode) {
      case -9 ->
          "somebody killed it, or the system is out of memory: try fewer workers or a smaller -Xmx";
      case -6, -11 -> "its machine code crashed; the crash report is in its output";
      case 0 -> "the task ended the JVM; let it return instead";
      default ->
          exitCode > 0
              ? "the task or the initializer ended the JVM; let it throw an exception instead"
              : "a signal ended it";
    };
  }

  private static String lines(String lastLines) {
    return lastLines.isEmpty()
        ? ""
        : "; the last that it printed:\n" + lastLines.indent(2).stripTrailing();
  }

  /// The worker's number in the process table.
  public long pid() {
    return pid;
  }

  /// How it ended: n by `System.exit(n)`, -n by signal n.
  public int exitCode() {
    return exitCode;
  }

  /// The last lines that it printed; empty if it printed nothing.
  public String lastLines() {
    return lastLines;
  }
}
