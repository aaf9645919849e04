package dev.braid.pool;

/// How many workers there are.
///
/// @param workers at most
/// @param eager true if they are started before there is work
/// @param batches that each of them does, before another one takes its place; 0 for any number
record Size(int workers, boolean eager, int batches) {}
