package dev.braid.pool;

/// The function of a job, in the form in which the workers get it; closed when the job is over.
public interface Function extends AutoCloseable {
  /// How it takes its argument.
  Shape shape();

  /// Releases what it has; twice is fine.
  @Override
  void close();
}
