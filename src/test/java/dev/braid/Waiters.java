package dev.braid;

/// Those who wait for a shared object, as its text tells.
final class Waiters {
  private Waiters() {}

  /// Returns when so many wait; each of them is in the text with the time since when.
  static void await(Object shared, int count) {
    while (count(shared) != count) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("%d were to wait: %s".formatted(count, shared));
      }
      Thread.onSpinWait();
    }
  }

  /// How many wait.
  static int count(Object shared) {
    String text = shared.toString();
    // A condition's text begins with its lock, and who waits for that.
    int from = shared instanceof Condition ? text.indexOf(']') : 0;
    return text.substring(from).split(", since ", -1).length - 1;
  }
}
