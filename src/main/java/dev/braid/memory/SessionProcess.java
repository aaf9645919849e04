package dev.braid.memory;

import java.util.OptionalInt;

/// What the session's process table knows of a process.
///
/// @param number of it in this session; never used again
/// @param name empty if it has none yet
/// @param isAlive false once its end is known
/// @param exitCode as Python counts it; empty before the end, or if nobody saw it
public record SessionProcess(
    int number, long pid, String name, boolean isAlive, OptionalInt exitCode) {
  /// As messages name it: `Process-1 (pid 4711)`, with how it ended if it has.
  @Override
  public String toString() {
    String who = "%s (pid %d)".formatted(name.isEmpty() ? "a process" : name, pid);
    return isAlive
        ? who
        : exitCode.isPresent()
            ? "%s, which ended with exit code %d".formatted(who, exitCode.getAsInt())
            : who + ", which has ended";
  }
}
