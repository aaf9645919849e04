package dev.braid;

import java.util.concurrent.CompletableFuture;

/// Something that becomes ready, for [Multiprocessing#waitAny].
public sealed interface Waitable permits Event, Sentinel {
  /// True if it is ready now.
  boolean ready();

  /// Completes when it is ready; a new one each time, to be cancelled by who waits no longer.
  CompletableFuture<?> whenReady();
}
