package dev.braid.remote;

import org.jspecify.annotations.Nullable;

/// The other side is gone, or can't be reached; the line is of no more use.
public final class LineLostException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Says who is gone, and how that is known.
  public LineLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
