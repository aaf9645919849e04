package dev.braid;

import java.util.concurrent.CompletableFuture;

/// Something that becomes ready, for [Multiprocessing#waitAny].
public sealed interface Waitable permits AsyncResult, Connection, Event, Queue, Sentinel {
  /// True if it is ready now.
  boolean ready();

  /// Completes when it is ready; to cancel it is to give up, and harms nobody.
  CompletableFuture<?> whenReady();
}
