package dev.braid.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/// One thread that waits until sockets can be read, written, connected or accepted from. It begins
/// with the first [Watch] and ends with the last.
///
/// It only tells; who is told reads or writes himself. While nobody asks, it waits in Java instead
/// of in the system, where an ending JVM would wait 300 ms for it.
final class Readiness {
  @GuardedBy("Readiness.class")
  private static @Nullable Readiness current;

  private final Selector selector;

  @GuardedBy("Readiness.class")
  private int watches;

  @GuardedBy("this")
  private int awaited;

  @GuardedBy("this")
  private boolean isStirred;

  @GuardedBy("this")
  private boolean isOver;

  /// How often the thread has looked; the largest number when it does no more.
  @GuardedBy("this")
  private long looks;

  private Readiness(Selector selector) {
    this.selector = selector;
  }

  /// Begins to watch a channel that doesn't block; close the channel first, then the watch.
  static Watch watch(SelectableChannel channel) throws IOException {
    synchronized (Readiness.class) {
      Readiness readiness = current;
      if (readiness == null) {
        readiness = new Readiness(Selector.open());
        Thread.ofPlatform().name("braid-net").daemon().start(readiness::run);
        current = readiness;
      }
      // Counted first: if the channel can't be registered, the end of the watch still is the end.
      readiness.watches++;
      try {
        SelectionKey key = channel.register(readiness.selector, 0);
        Watch watch = new Watch(readiness, key);
        key.attach(watch);
        return watch;
      } catch (IOException | RuntimeException e) {
        readiness.leave();
        throw e;
      }
    }
  }

  /// One channel less. The thread lets go of its descriptor, and ends if it was the last one.
  void leave() {
    boolean isLast;
    synchronized (Readiness.class) {
      watches--;
      isLast = watches == 0;
      if (isLast) {
        current = null;
      }
    }
    synchronized (this) {
      isOver |= isLast;
    }
    stir();
  }

  /// Somebody waits for an operation of that key.
  void request(SelectionKey key, int operation) {
    synchronized (this) {
      awaited++;
      notifyAll();
    }
    key.interestOpsOr(operation);
    selector.wakeup();
  }

  /// So many have been told.
  synchronized void served(int count) {
    awaited -= count;
  }

  /// Makes the thread look at channels that were closed: only then their descriptors are.
  void stir() {
    synchronized (this) {
      isStirred = true;
      notifyAll();
    }
    selector.wakeup();
  }

  /// Waits for a look that began after the call: channels that were closed before have let go of
  /// their descriptors then. An interruption stays for later.
  synchronized void awaitLook() {
    boolean interrupted = false;
    // The first that ends may have begun before.
    long wanted = looks == Long.MAX_VALUE ? looks : looks + 2;
    while (looks < wanted) {
      stir();
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void looked() {
    looks++;
    notifyAll();
  }

  private synchronized void looksNoMore() {
    looks = Long.MAX_VALUE;
    notifyAll();
  }

  private void run() {
    try {
      watch();
    } finally {
      looksNoMore();
    }
  }

  private void watch() {
    try (selector) {
      while (isNeeded()) {
        selector.select(Readiness::tell);
        looked();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for sockets", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the thread that waits for sockets", e);
    }
  }

  /// Waits until there is something to wait for; false at the end.
  private synchronized boolean isNeeded() throws InterruptedException {
    while (awaited == 0 && !isStirred && !isOver) {
      wait();
    }
    isStirred = false;
    return !isOver;
  }

  private static void tell(SelectionKey key) {
    try {
      int operations = key.readyOps();
      // Before the telling: who waits again after it must not be forgotten.
      key.interestOpsAnd(~operations);
      ((Watch) key.attachment()).tell(operations);
    } catch (CancelledKeyException e) {
      // Closed meanwhile, by one who tells everybody himself.
    }
  }
}
