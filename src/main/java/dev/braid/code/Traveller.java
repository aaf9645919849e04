package dev.braid.code;

/// Something whose form within a session means nothing elsewhere, and that has another one there.
public interface Traveller {
  /// What is written in its place for a process of another session.
  Object abroad();
}
