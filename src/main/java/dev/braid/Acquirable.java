package dev.braid;

import java.time.Duration;

/// The methods of a [Mutex] that acquire and release.
interface Acquirable {
  boolean acquire();

  boolean acquire(Duration limit);

  boolean tryAcquire();

  void release();
}
