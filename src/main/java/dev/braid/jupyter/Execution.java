package dev.braid.jupyter;

/// One request to run a cell.
///
/// @param cell a number of its own for every request, by which its output is routed
/// @param code the source, as the client sent it
/// @param count the number that the notebook shows, `In [count]`
/// @param silent true if the result is not wanted
public record Execution(long cell, String code, int count, boolean silent) {}
