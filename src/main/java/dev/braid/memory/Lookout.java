package dev.braid.memory;

/// Asked again and again while somebody waits: throws if he waits in vain.
@FunctionalInterface
public interface Lookout {
  /// For one who waits for whatever comes.
  Lookout NONE = () -> {};

  /// Returns if it is worth to wait on.
  void look();
}
