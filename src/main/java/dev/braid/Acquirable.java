package dev.braid;

import java.time.Duration;

/// The methods of a [Mutex], or of [Permits], that acquire and release.
interface Acquirable {
  boolean acquire();

  boolean acquire(Duration limit);

  boolean tryAcquire();

  void release();
}
