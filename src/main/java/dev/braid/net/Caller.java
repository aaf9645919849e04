package dev.braid.net;

import static java.nio.channels.SelectionKey.OP_CONNECT;

import dev.braid.memory.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One who connects to a [Reception].
///
/// @param limit of a frame that is received, in bytes
public record Caller(AuthKey key, int limit) {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  /// Connects, and proves the key; waits up to the deadline for both.
  ///
  /// @throws WrongKeyException if the keys differ
  /// @throws IOException if nobody answers there as a listener of Braid does
  public Guest call(SocketAddress address, Deadline deadline)
      throws IOException, InterruptedException {
    Guest guest =
        address instanceof UnixDomainSocketAddress
            ? connectLocally(address, deadline)
            : connect(address, deadline);
    try {
      Handshake.introduce(guest.channel(), key, deadline);
      guest.admit(limit);
      return guest;
    } catch (Throwable t) {
      guest.close();
      throw t;
    }
  }

  private static Guest connect(SocketAddress address, Deadline deadline)
      throws IOException, InterruptedException {
    SocketChannel socket = SocketChannel.open();
    Watch watch;
    try {
      socket.configureBlocking(false);
      watch = Readiness.watch(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    try {
      boolean isConnected = socket.connect(address);
      while (!isConnected) {
        if (!watch.await(OP_CONNECT, deadline)) {
          throw new SocketTimeoutException("it doesn't answer");
        }
        isConnected = socket.finishConnect();
      }
    } catch (Throwable t) {
      socket.close();
      watch.close();
      throw t;
    }
    return Guest.of(socket, watch);
  }

  /// A Unix-domain socket is connected at once, or waits for a place in the queue of a listener
  /// that is busy, which no selector tells the end of. So this call blocks, until it is closed.
  private static Guest connectLocally(SocketAddress address, Deadline deadline)
      throws IOException, InterruptedException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    CompletableFuture<Void> tooLate = new CompletableFuture<>();
    var _ = tooLate.thenRun(() -> closeQuietly(socket));
    var _ =
        tooLate.completeOnTimeout(
            null, Math.max(0, deadline.remaining(FOREVER).toNanos()), TimeUnit.NANOSECONDS);
    try {
      socket.connect(address);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("connecting to " + address);
    } catch (AsynchronousCloseException e) {
      SocketTimeoutException late = new SocketTimeoutException("it has no place for us");
      late.initCause(e);
      throw late;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    } finally {
      var _ = tooLate.cancel(false);
    }
    return Guest.of(socket);
  }

  private static void closeQuietly(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever uses it is told anyway.
    }
  }
}
