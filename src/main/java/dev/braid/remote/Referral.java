package dev.braid.remote;

import java.lang.reflect.Method;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides what clients get for what a method has returned.
public interface Referral {
  /// What is sent: the value, to be copied, or a proxy of it.
  ///
  /// @param far true if it goes to where shared memory and code can't
  @Nullable Object outgoing(Method method, @Nullable Object value, boolean far);

  /// A proxy for a value that turned out not to be copyable; null if there can be none.
  @Nullable Object insteadOf(Method method, Object value);

  /// Called at its end by the thread that has run the calls of a client's thread: that one is gone,
  /// or has left.
  void left();

  /// Called when a client is gone for good: its last line has ended, and so has its grace, if it
  /// still had objects.
  void forgotten(UUID client);
}
