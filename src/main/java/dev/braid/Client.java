package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.net.AuthKey;
import dev.braid.net.Caller;
import dev.braid.net.WrongKeyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Connects to a [Listener] of any process, of this session or another, on this machine or another;
/// Python's `multiprocessing.connection.Client`.
///
/// Both sides prove to each other that they have the same key, which is never sent. What is sent
/// afterwards is neither encrypted nor signed: between machines, use a network that you trust, or a
/// tunnel.
public final class Client {
  /// Enough for a listener that is busy; a dead machine doesn't answer at all.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Client() {}

  /// Connects with the key of this process.
  ///
  /// @see #connect(SocketAddress, byte[], Admission, Duration)
  public static <T extends @Nullable Object> Connection<T> connect(SocketAddress address) {
    return connect(address, Process.current().authKey());
  }

  /// Connects, and receives values of the JDK: [Admission#STANDARD]. Waits up to 30 seconds.
  ///
  /// @see #connect(SocketAddress, byte[], Admission, Duration)
  public static <T extends @Nullable Object> Connection<T> connect(
      SocketAddress address, byte[] authKey) {
    return connect(address, authKey, Admission.STANDARD, PATIENCE);
  }

  /// Connects; waits for that, and for the proof of both sides, no longer than `limit`.
  ///
  /// @param address an `InetSocketAddress` or a `UnixDomainSocketAddress`
  /// @param authKey that of the listener
  /// @param admission what is received
  /// @throws IllegalArgumentException if the address is of another kind, or the key is empty
  /// @throws AuthenticationException if the listener has another key
  /// @throws ConnectFailedException if nobody answers there as a listener does
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public static <T extends @Nullable Object> Connection<T> connect(
      SocketAddress address, byte[] authKey, Admission admission, Duration limit) {
    return open(address, authKey, admission, limit);
  }

  static <T extends @Nullable Object> SocketConnection<T> open(
      SocketAddress address, byte[] authKey, Admission admission, Duration limit) {
    requireKnown(address);
    Caller caller = new Caller(new AuthKey(authKey), admission.maxBytes());
    try {
      return new SocketConnection<>(caller.call(address, Deadline.in(limit)).channel(), admission);
    } catch (WrongKeyException e) {
      throw new AuthenticationException(e);
    } catch (IOException e) {
      throw new ConnectFailedException(
          "can't connect to %s: %s; see whether its listener runs, and that this is its address"
              .formatted(address, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("connecting to " + address, e);
    }
  }

  /// Makes sure that it is an address of a kind that we know, and has been found.
  static void requireKnown(SocketAddress address) {
    switch (address) {
      case UnixDomainSocketAddress _ -> {}
      case InetSocketAddress internet -> {
        if (internet.isUnresolved()) {
          throw new IllegalArgumentException(
              "the host of %s isn't known; see whether its name is right".formatted(address));
        }
      }
      default ->
          throw new IllegalArgumentException(
              "%s is a %s; use an InetSocketAddress or a UnixDomainSocketAddress"
                  .formatted(address, address.getClass().getSimpleName()));
    }
  }
}
