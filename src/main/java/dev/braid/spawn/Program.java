package dev.braid.spawn;

import java.io.Serializable;

/// What a child JVM runs: packed in the parent with all that it reaches, run on the child's main
/// thread.
public interface Program extends Serializable {
  /// Its name in messages, such as `Process-1`.
  String name();

  /// Runs it. What it throws is printed, sent to the parent, and makes the exit code 1.
  void run() throws Throwable;
}
