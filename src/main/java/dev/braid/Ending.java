package dev.braid;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What tasks came to.
///
/// @param exception null if there is a value
record Ending<R extends @Nullable Object>(@Nullable R value, @Nullable Throwable exception)
    implements Serializable {
  /// The value.
  ///
  /// @throws RuntimeException or an error, if a task failed: with the caller's stack trace, for the
  ///   worker's is in its cause
  @SuppressWarnings("NullAway") // a value may be null
  R get() {
    if (exception != null) {
      throw Troubles.rethrow(exception);
    }
    return value;
  }
}
