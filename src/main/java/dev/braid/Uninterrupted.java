package dev.braid;

/// What ends something, on a thread that may have been interrupted just before: a server is told
/// all the same.
final class Uninterrupted {
  private Uninterrupted() {}

  /// Does it, and leaves an interruption for later; only one that comes meanwhile is obeyed.
  static void run(Runnable action) {
    boolean interrupted = Thread.interrupted();
    try {
      action.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
