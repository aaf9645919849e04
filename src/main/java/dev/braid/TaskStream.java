package dev.braid;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks whose results are taken one by one, while others are still to be submitted. For one thread
/// at a time.
interface TaskStream {
  /// Submits the next tasks, or the last ones again if nobody knows whether they have been.
  ///
  /// @param first index of the first one
  /// @return false if the pool takes no more of them
  /// @throws CopyException if an argument can't be copied
  boolean submit(int first, List<?> arguments);

  /// Says that tasks can't be submitted: each has this for a result.
  void refuse(int first, int count, RuntimeException why);

  /// There are no more tasks. Twice is fine.
  void seal();

  /// Waits for the next result.
  ///
  /// @return null if it isn't there in time
  @Nullable Ending<?> take(Duration limit) throws InterruptedException;

  /// Ends all. Twice is fine.
  void cancel();
}
