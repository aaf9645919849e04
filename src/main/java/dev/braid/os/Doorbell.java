package dev.braid.os;

import java.io.IOException;

/// A bell that other processes ring to wake the one that waits for it. Rings may be merged, but
/// none is lost.
public interface Doorbell {
  /// By which [OperatingSystem#button] finds it.
  String address();

  /// Blocks until the bell has been rung since the last call.
  void await() throws IOException;

  /// The ringing end.
  @FunctionalInterface
  interface Button {
    /// Rings; returns at once. Nothing happens when the bell's owner has ended.
    void ring();
  }
}
