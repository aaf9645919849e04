package dev.braid.remote;

import org.jspecify.annotations.Nullable;

/// A method threw at its server.
public final class RemoteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Throwable thrown;
  private final String text;

  RemoteFailure(@Nullable Throwable thrown, String text) {
    super(text);
    this.thrown = thrown;
    this.text = text;
  }

  /// What it threw, with the server's stack trace; null if that can't be here.
  public @Nullable Throwable thrown() {
    return thrown;
  }

  /// What it threw, as a text, with the server's stack trace.
  public String text() {
    return text;
  }
}
