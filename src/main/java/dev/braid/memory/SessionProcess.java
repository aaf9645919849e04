package dev.braid.memory;

import dev.braid.os.ProcessIdentity;
import java.util.OptionalInt;

/// What the session's process table knows of a process.
///
/// @param number of it in this session; never used again
/// @param identity its start time is 0 if it ended before it entered the table
/// @param name empty if it has none yet
/// @param parent pid of the process that started it; 0 if that isn't known, or nobody did
/// @param cell that started it; 0 outside any
/// @param isAlive false once its end is known
/// @param exitCode as Python counts it; empty before the end, or if nobody saw it
public record SessionProcess(
    int number,
    ProcessIdentity identity,
    String name,
    long parent,
    long cell,
    boolean isAlive,
    OptionalInt exitCode) {
  /// Its number in the process table of the operating system.
  public long pid() {
    return identity.pid();
  }

  /// As messages name it: `Process-1 (pid 4711)`, with how it ended if it has.
  @Override
  public String toString() {
    String who = "%s (pid %d)".formatted(name.isEmpty() ? "a process" : name, pid());
    return isAlive
        ? who
        : exitCode.isPresent()
            ? "%s, which ended with exit code %d".formatted(who, exitCode.getAsInt())
            : who + ", which has ended";
  }
}
