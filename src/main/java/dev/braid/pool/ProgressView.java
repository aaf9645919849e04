package dev.braid.pool;

/// Where progress is shown.
///
/// The notebook's is found by `ServiceLoader`, because displays are built on pools and not the
/// other way round.
public interface ProgressView {
  /// Shows the progress of a job that has gone on for a while.
  Bar open(Progress first);

  /// What is shown of one job. All its methods are called on one thread.
  interface Bar {
    /// Shows how far it is now, in place of what is shown.
    void update(Progress progress);

    /// Shows how it ended, for good.
    void close(Progress last);
  }
}
