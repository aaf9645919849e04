package dev.braid;

import static dev.braid.Bystander.PATIENCE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A thread of this process that the death of another one must not hold up.
final class Survivor {
  private final CompletableFuture<Object> done = new CompletableFuture<>();
  private final Thread thread;

  private Survivor(Fn<?> work) {
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                done.complete(work.call());
              } catch (Throwable t) {
                done.completeExceptionally(t);
              }
            });
  }

  /// One that begins with that.
  static Survivor begin(Fn<?> work) {
    return new Survivor(work);
  }

  /// What it has done, which may take [Bystander#PATIENCE] from now; as the bystander's, an
  /// exception is its text.
  Object answer() {
    try {
      Object answer = done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      thread.join();
      return answer;
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (Exception e) {
      thread.interrupt();
      throw new AssertionError("the survivor is blocked", e);
    }
  }
}
