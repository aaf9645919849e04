package dev.braid.os;

/// How a process ended.
public sealed interface Ended {
  /// `main` returned, or somebody called `System.exit`.
  record Exited(int code) implements Ended {}

  /// The operating system stopped it, for example by `SIGKILL` (9).
  record Killed(int signal) implements Ended {}

  /// The value Python calls `exitcode`: negative for a signal.
  default int exitCode() {
    return switch (this) {
      case Exited(var code) -> code;
      case Killed(var signal) -> -signal;
    };
  }
}
