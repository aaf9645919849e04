package dev.braid.pool;

import java.util.Arrays;

/// Stack traces as their readers want them.
final class Traces {
  private static final String OURS = Traces.class.getPackageName() + ".";

  private Traces() {}

  /// Leaves out how the task came to be called.
  ///
  /// @param caller who called the task
  static void cut(Throwable thrown, Class<?> caller) {
    StackTraceElement[] frames = thrown.getStackTrace();
    int end = 0;
    while (end < frames.length && !frames[end].getClassName().startsWith(OURS)) {
      end++;
    }
    while (end > 0 && frames[end - 1].getClassName().startsWith(caller.getName())) {
      end--;
    }
    if (end > 0 && end < frames.length) {
      thrown.setStackTrace(Arrays.copyOf(frames, end));
    }
  }
}
