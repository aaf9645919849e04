package dev.braid.os;

import java.io.IOException;

/// The operating system refused to start a process, or to give what it needs.
public final class StartException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Says what was refused and why, in one line.
  public StartException(String message) {
    super(message);
  }
}
