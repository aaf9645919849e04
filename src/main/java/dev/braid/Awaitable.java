package dev.braid;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A [Waitable] as its server has it for clients that wait for it beside others.
interface Awaitable {
  /// The method below.
  Method AWAIT_READY = awaitReadyMethod();

  /// Waits until it is ready.
  void awaitReady() throws InterruptedException, ExecutionException;

  /// That of a waitable.
  static Awaitable of(Waitable waitable) {
    return () -> {
      CompletableFuture<?> ready = waitable.whenReady();
      try {
        var _ = ready.get();
      } finally {
        ready.cancel(false);
      }
    };
  }

  private static Method awaitReadyMethod() {
    try {
      return Awaitable.class.getDeclaredMethod("awaitReady");
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
