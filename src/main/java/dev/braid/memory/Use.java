package dev.braid.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/// A use of a block until it is closed, by this process: while a message on its way names the
/// block, or a connection is open. Closing it twice is fine.
public final class Use implements AutoCloseable {
  private final Runnable end;
  private final AtomicBoolean ended = new AtomicBoolean();

  Use(Runnable end) {
    this.end = end;
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      end.run();
    }
  }
}
