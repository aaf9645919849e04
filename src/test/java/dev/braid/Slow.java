package dev.braid;

/// A task that lasts as long as a test wants.
final class Slow {
  private Slow() {}

  static String until(Event go) {
    go.await();
    return "went";
  }
}
