package dev.braid.pool;

/// What a pool is up to.
public enum PoolState {
  /// It takes jobs.
  RUNNING,
  /// It ends what it has.
  CLOSED,
  /// It ends.
  TERMINATED
}
