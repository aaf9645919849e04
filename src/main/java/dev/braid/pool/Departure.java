package dev.braid.pool;

/// The end of a worker process that nobody had asked for.
///
/// @param name of the worker
/// @param pid of the worker
/// @param exitCode as Python counts it
/// @param wasReady true if it had come to take tasks
/// @param lastLines that it printed; may be empty
public record Departure(String name, long pid, int exitCode, boolean wasReady, String lastLines) {}
