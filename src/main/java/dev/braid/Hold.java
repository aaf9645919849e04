package dev.braid;

/// A lock or a permit that is held until this is closed; for `try (var _ = lock.hold()) { ... }`.
@FunctionalInterface
public interface Hold extends AutoCloseable {
  /// Releases it.
  @Override
  void close();
}
