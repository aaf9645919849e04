package dev.braid;

import java.util.concurrent.CompletableFuture;

/// Ready when its process has ended. It can be waited for beside others; Python's
/// `Process.sentinel`.
public final class Sentinel implements Waitable {
  private final Process process;
  private final CompletableFuture<?> ended;

  Sentinel(Process process, CompletableFuture<?> ended) {
    this.process = process;
    this.ended = ended;
  }

  @Override
  public boolean ready() {
    return ended.isDone();
  }

  @Override
  public CompletableFuture<?> whenReady() {
    // A copy: whoever cancels it gives up, and the process goes on.
    return ended.copy();
  }

  @Override
  public String toString() {
    return "Sentinel[%s, %s]".formatted(process.name(), ready() ? "ready" : "not ready");
  }
}
