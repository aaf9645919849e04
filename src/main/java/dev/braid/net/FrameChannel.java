package dev.braid.net;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A connected socket through which whole frames go. Safe for use by many threads: each frame goes
/// to one of those that receive.
///
/// The socket doesn't block, so that an interrupt or a deadline ends a wait and not the connection;
/// with a channel of the JDK that blocks, an interrupt closes it. Close it in the process that
/// opened it.
public final class FrameChannel implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Executor NEW_THREAD = Thread::startVirtualThread;

  private final SocketChannel channel;
  private final Watch watch;
  private final String name;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  @GuardedBy("reading")
  private final FrameReader in;

  @GuardedBy("writing")
  private final FrameWriter out = new FrameWriter();

  /// Of those who want to know when there is something to receive.
  private final Set<CompletableFuture<Void>> hopes = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile Duration patience = FOREVER;
  private volatile boolean isClosed;

  /// @param channel connected, not blocking, watched by `watch`; closed with this one
  /// @param limit of a frame that is received, in bytes
  FrameChannel(SocketChannel channel, Watch watch, String name, int limit) {
    this.channel = channel;
    this.watch = watch;
    this.name = name;
    this.in = new FrameReader(limit);
  }

  /// Sets the limit of frames that are received, in bytes.
  void limit(int bytes) {
    reading.lock();
    try {
      in.limit(bytes);
    } finally {
      reading.unlock();
    }
  }

  /// Sets for how long the other end may take nothing of what is sent; for ever at first.
  public void patience(Duration silence) {
    patience = silence;
  }

  /// Sends a frame, which belongs to the channel from then on; waits until the system has taken all
  /// of it.
  ///
  /// One that is interrupted, or whose deadline comes, sends the frame whole or not at all: if its
  /// beginning is gone, the rest follows by itself.
  ///
  /// @return false if the deadline came first
  /// @throws AsynchronousCloseException if this end is closed
  /// @throws IOException if the other end is gone, or takes nothing for longer than it may
  public boolean send(byte[] frame, Deadline deadline) throws IOException, InterruptedException {
    if (!lock(writing, deadline)) {
      return false;
    }
    try {
      return sendNow(frame, deadline);
    } finally {
      writing.unlock();
    }
  }

  @GuardedBy("writing")
  private boolean sendNow(byte[] frame, Deadline deadline)
      throws IOException, InterruptedException {
    boolean isGone = false;
    try {
      if (drain(deadline)) {
        out.begin(frame);
        isGone = drain(deadline);
      }
      return isGone;
    } finally {
      if (!isGone && !out.isDone() && !out.cancel()) {
        follow();
      }
    }
  }

  @GuardedBy("writing")
  private boolean drain(Deadline deadline) throws IOException, InterruptedException {
    while (!write()) {
      Duration silence = patience;
      Deadline end = Deadline.in(silence);
      boolean isFirst = deadline.limited() && deadline.remaining(silence).compareTo(silence) < 0;
      if (!watch.await(OP_WRITE, isFirst ? deadline : end)) {
        if (isFirst) {
          return false;
        }
        throw new SocketTimeoutException("it has taken nothing for " + silence);
      }
    }
    return true;
  }

  @GuardedBy("writing")
  private boolean write() throws IOException {
    requireOpen();
    try {
      return out.drain(channel);
    } catch (ClosedChannelException e) {
      // It may have been closed here since we looked.
      requireOpen();
      throw e;
    }
  }

  /// Writes the rest of a frame whose sender has left, as soon as there is room.
  private void follow() {
    var _ = watch.when(OP_WRITE).thenRunAsync(this::finish, NEW_THREAD);
  }

  private void finish() {
    writing.lock();
    try {
      // Whoever had the lock meanwhile may have written the rest before his own.
      if (!isClosed && !out.drain(channel)) {
        follow();
      }
    } catch (IOException e) {
      // Nobody is left to receive it; the next one who sends is told.
    } finally {
      writing.unlock();
    }
  }

  /// Receives a frame; waits for it.
  ///
  /// @return null if the deadline came first
  /// @throws java.io.EOFException if nothing is left to receive, and nobody who could send
  /// @throws FrameTooLargeException if the frame is longer than the limit; the channel is of no
  ///   more use
  /// @throws AsynchronousCloseException if this end is closed
  /// @throws IOException if the connection was lost
  public byte @Nullable [] receive(Deadline deadline) throws IOException, InterruptedException {
    if (!lock(reading, deadline)) {
      return null;
    }
    try {
      while (!fill()) {
        if (!watch.await(OP_READ, deadline)) {
          return null;
        }
      }
      return in.take();
    } finally {
      reading.unlock();
    }
  }

  /// Waits until there is a frame to receive, or the end; takes nothing.
  ///
  /// @return false if the deadline came first
  public boolean awaitFrame(Deadline deadline) throws InterruptedException {
    if (!lock(reading, deadline)) {
      return false;
    }
    boolean isThere;
    try {
      isThere = hasFrame();
      while (!isThere && watch.await(OP_READ, deadline)) {
        isThere = hasFrame();
      }
    } finally {
      reading.unlock();
    }
    announce(isThere);
    return isThere;
  }

  /// True if there is a frame to receive, or the end.
  public boolean isReady() {
    // Who has the lock takes what comes, or announces it.
    if (!reading.tryLock()) {
      return isClosed;
    }
    boolean isThere;
    try {
      isThere = hasFrame();
    } finally {
      reading.unlock();
    }
    announce(isThere);
    return isThere;
  }

  /// Completes when there is a frame to receive, or the end; to cancel it is to give up.
  @SuppressWarnings("CollectionUndefinedEquality") // a future is itself alone
  public CompletableFuture<Void> whenReady() {
    CompletableFuture<Void> hope = new CompletableFuture<>();
    hopes.add(hope);
    var _ = hope.whenComplete((_, _) -> hopes.remove(hope));
    look();
    return hope;
  }

  private void look() {
    // First the watch, then the look: whoever has the lock meanwhile announces what he leaves.
    if (isLooking.compareAndSet(false, true)) {
      var _ =
          watch
              .when(OP_READ)
              .thenRunAsync(
                  () -> {
                    isLooking.set(false);
                    if (!hopes.isEmpty()) {
                      look();
                    }
                  },
                  NEW_THREAD);
    }
    if (isReady()) {
      hopes.forEach(hope -> hope.complete(null));
    }
  }

  /// A frame that was read and left here is seen by nobody who waits for the socket.
  private void announce(boolean isThere) {
    if (isThere) {
      watch.tell(OP_READ);
    }
  }

  @GuardedBy("reading")
  private boolean hasFrame() {
    try {
      return fill();
    } catch (IOException e) {
      // To be met by the next one who receives.
      return true;
    }
  }

  @GuardedBy("reading")
  private boolean fill() throws IOException {
    requireOpen();
    try {
      return in.fill(channel);
    } catch (FrameTooLargeException e) {
      // What follows can't be understood; the other end is told at once.
      channel.close();
      watch.stir();
      throw e;
    } catch (ClosedChannelException e) {
      // It may have been closed here since we looked.
      requireOpen();
      throw e;
    }
  }

  private static boolean lock(ReentrantLock lock, Deadline deadline) throws InterruptedException {
    return deadline.isOver()
        ? lock.tryLock()
        : lock.tryLock(deadline.remaining(FOREVER).toNanos(), TimeUnit.NANOSECONDS);
  }

  private void requireOpen() throws AsynchronousCloseException {
    if (isClosed) {
      throw new AsynchronousCloseException();
    }
  }

  /// True if it was closed here.
  public boolean isClosed() {
    return isClosed;
  }

  /// Closes it, and wakes everybody who waits for it. Twice is fine.
  @Override
  public void close() {
    isClosed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more, which is what was wanted.
    }
    watch.close();
  }

  /// Who is at the other end.
  @Override
  public String toString() {
    return name;
  }
}
