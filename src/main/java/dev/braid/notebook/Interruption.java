package dev.braid.notebook;

import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C and SIGTERM into an interrupt of one thread, and holds the end of the program until
/// that thread has cleaned up.
final class Interruption implements AutoCloseable {
  private final CountDownLatch cleaned = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    hook =
        new Thread(
            () -> {
              worker.interrupt();
              try {
                cleaned.await(); // every step of the cleaning has a deadline of its own
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the program ends in any case
              }
            },
            "braid-interruption");
  }

  static Interruption ofThisThread() {
    var interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void close() {
    cleaned.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending: this is what the hook waits for.
    }
  }
}
