package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A lock as clients without shared memory acquire it, each of their threads by one of the
/// server's. Its memory knows that the server lives; so it is here that a client's end releases
/// what he held, and that the next client who acquires it is told.
final class ServedMutex implements Acquirable {
  /// What a client's thread holds; only this server's thread for it asks.
  private static final ThreadLocal<Set<ServedMutex>> HELD =
      ThreadLocal.withInitial(LinkedHashSet::new);

  private final Mutex mutex;

  /// Who has gone with it, if nobody has been told yet.
  @GuardedBy("this")
  private @Nullable String gone;

  ServedMutex(Mutex mutex) {
    this.mutex = mutex;
  }

  @Override
  public boolean acquire() {
    return noted(mutex.acquire());
  }

  @Override
  public boolean acquire(Duration limit) {
    return noted(mutex.acquire(limit));
  }

  @Override
  public boolean tryAcquire() {
    return noted(mutex.tryAcquire());
  }

  private boolean noted(boolean acquired) {
    if (acquired) {
      HELD.get().add(this);
      tell();
    }
    return acquired;
  }

  private synchronized void tell() {
    String who = gone;
    gone = null;
    if (who != null) {
      throw new OwnerDiedException(
          "%s, which held the %s, has ended, so what it guards may be half written"
              .formatted(who, mutex.getClass().getSimpleName()),
          "this thread has the lock now: check the data, then release() it");
    }
  }

  /// Also of a lock that a client held who is gone: in this session it would still be his, and
  /// anybody could release it, once.
  @Override
  public synchronized void release() {
    if (gone != null && mutex instanceof Lock && !mutex.isLocked()) {
      gone = null;
      return;
    }
    mutex.release();
    if (!mutex.shared().isMine()) {
      HELD.get().remove(this);
    }
  }

  /// Releases what the client's thread holds for which the calling one has worked.
  static void abandonAll() {
    HELD.get().forEach(ServedMutex::abandon);
    HELD.remove();
  }

  private synchronized void abandon() {
    // Another thread may have released it, and a third one have it.
    if (mutex.shared().isMine()) {
      gone = "a client of " + Process.current().name();
      int _ = mutex.shared().releaseAll();
    }
  }
}
