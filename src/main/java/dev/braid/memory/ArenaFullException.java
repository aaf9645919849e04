package dev.braid.memory;

import org.jspecify.annotations.Nullable;

/// The shared memory of the session is used up; nothing has changed.
public final class ArenaFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArenaFullException(long wanted, long used, long size) {
    this(wanted, used, size, null);
  }

  ArenaFullException(long wanted, long used, long size, @Nullable Throwable cause) {
    super(
        ("%,d bytes of shared memory can't be had: %,d of %,d are in use%s; take what waits in"
                + " queues, drop what isn't needed, or give the session more with"
                + " -Dbraid.arena=BYTES")
            .formatted(wanted, used, size, cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }
}
