package dev.braid;

import dev.braid.remote.LineLostException;
import org.jspecify.annotations.Nullable;

/// What both kinds of lines do.
final class Lines {
  private Lines() {}

  static LineLostException lost(RuntimeException why) {
    return new LineLostException(String.valueOf(why.getMessage()), why);
  }

  /// The exception has set the thread's flag, which a checked one mustn't.
  static InterruptedException interrupted(InterruptedWaitException why) {
    boolean _ = Thread.interrupted();
    InterruptedException interrupted = new InterruptedException(why.getMessage());
    interrupted.initCause(why);
    return interrupted;
  }

  static @Nullable Object[] message(@Nullable Object received) {
    if (received instanceof @Nullable Object[] message) {
      return message;
    }
    throw new IllegalArgumentException("a message of another kind");
  }
}
