package dev.braid.os;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What the operating system says of a process that it lists.
///
/// @param parent pid of its parent now; 0 if it has none
/// @param command name of the program that it runs
/// @param cpuTime that all its threads have used; empty if the system doesn't tell
/// @param memory resident, in bytes; empty if the system doesn't tell
public record ProcessStatus(
    ProcessIdentity identity,
    long parent,
    String command,
    ProcessState state,
    Optional<Duration> cpuTime,
    OptionalLong memory) {}
