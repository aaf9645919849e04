package dev.braid.jupyter;

import java.io.IOException;

/// A cell asked for input, and the client that runs it can't give any.
public final class StdinNotAllowedException extends IOException {
  private static final long serialVersionUID = 1L;

  /// The one message there is.
  public StdinNotAllowedException() {
    super("this client can't ask for input; run the cell in a notebook or a console");
  }
}
