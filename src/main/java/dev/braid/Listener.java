package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.net.AuthKey;
import dev.braid.net.Guest;
import dev.braid.net.Reception;
import dev.braid.net.WrongKeyException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Waits at an address for other processes that connect by [Client]; Python's
/// `multiprocessing.connection.Listener`.
///
/// Both sides prove to each other that they have the same key, which is never sent, while this
/// process does other things: [#accept] gives connections that are ready. A client with a wrong key
/// is told so there, as in Python. One that says nothing, or nonsense, is dropped after ten seconds
/// at the latest, and holds up nobody; of those, and of clients that nobody accepts, there are at
/// most 128 at a time.
///
/// An address without a host, such as `new InetSocketAddress(5000)`, means this machine alone, as
/// does 0.0.0.0, which looks the same to Java; [#onAllNetworks] lets everybody knock. The file of a
/// Unix-domain socket is this user's alone. What is sent is neither encrypted nor signed.
///
/// Close it in the process that made it; connections that were accepted stay open. If that process
/// is killed, its clients receive the end; only a Unix-domain socket's file is left, which the next
/// listener at that address replaces. Safe for use by many threads.
public final class Listener implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Reception reception;
  private final Admission admission;
  private volatile @Nullable SocketAddress lastAccepted;
  private volatile boolean closed;

  /// Listens at a free port of this machine alone, with the key of this process.
  public Listener() {
    this(new InetSocketAddress(0));
  }

  /// Listens with the key of this process.
  public Listener(SocketAddress address) {
    this(address, Process.current().authKey());
  }

  /// Listens, and receives values of the JDK: [Admission#STANDARD].
  public Listener(SocketAddress address, byte[] authKey) {
    this(address, authKey, Admission.STANDARD);
  }

  /// Listens.
  ///
  /// @param address an `InetSocketAddress`, whose port may be 0 for a free one, or a
  ///   `UnixDomainSocketAddress`
  /// @param authKey what clients must have, too
  /// @param admission what its connections receive
  /// @throws IllegalArgumentException if the address is of another kind, or the key is empty
  /// @throws ListenFailedException if the address is taken, or isn't this machine's
  public Listener(SocketAddress address, byte[] authKey, Admission admission) {
    this(atHome(address), authKey, admission, Reception.Rules.withLimit(admission.maxBytes()));
  }

  Listener(SocketAddress address, byte[] authKey, Admission admission, Reception.Rules rules) {
    Client.requireKnown(address);
    this.admission = admission;
    try {
      this.reception = Reception.open(address, new AuthKey(authKey), rules);
    } catch (IOException e) {
      throw new ListenFailedException(
          "can't listen at %s: %s; %s".formatted(address, e.getMessage(), remedy(address)), e);
    }
    // One that is dropped without being closed must not keep the address.
    Cleaner.Cleanable _ = CLEANER.register(this, reception::close);
  }

  /// Listens at all addresses of this machine, so that every machine which reaches it can try.
  public static Listener onAllNetworks(int port, byte[] authKey, Admission admission) {
    return new Listener(
        new InetSocketAddress(port),
        authKey,
        admission,
        Reception.Rules.withLimit(admission.maxBytes()));
  }

  /// Of this machine alone, if it names no host.
  static SocketAddress atHome(SocketAddress address) {
    return address instanceof InetSocketAddress internet
            && !internet.isUnresolved()
            && internet.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), internet.getPort())
        : address;
  }

  private static String remedy(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        ? "another process listens there, or the file is another's; use another path"
        : "use port 0 for a free one, and address() to see which";
  }

  /// The next client that has proved that it has the key; waits for one.
  ///
  /// @throws AuthenticationException for each client that has another key; others can be accepted
  ///   as if nothing had been
  /// @throws IllegalStateException if the listener is closed
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public <T extends @Nullable Object> Connection<T> accept() {
    Optional<Connection<T>> accepted = accept(Deadline.NONE);
    return accepted.orElseThrow();
  }

  /// The next client that has proved that it has the key; waits for one, but no longer than
  /// `limit`.
  ///
  /// @return empty if there was none
  public <T extends @Nullable Object> Optional<Connection<T>> accept(Duration limit) {
    return accept(Deadline.in(limit));
  }

  private <T extends @Nullable Object> Optional<Connection<T>> accept(Deadline deadline) {
    requireOpen();
    try {
      Guest guest = reception.accept(deadline);
      if (guest == null) {
        return Optional.empty();
      }
      lastAccepted = guest.address();
      return Optional.of(new SocketConnection<>(guest.channel(), admission));
    } catch (WrongKeyException e) {
      throw new AuthenticationException(e);
    } catch (AsynchronousCloseException e) {
      throw new IllegalStateException("the listener was closed by another thread", e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("accepting at " + address(), e);
    } finally {
      // Not before the end: a listener that is collected is closed.
      Reference.reachabilityFence(this);
    }
  }

  /// Where clients connect to. A port that was given as 0 is the real one.
  public SocketAddress address() {
    return reception.address();
  }

  /// Where the client is that was accepted last; empty before the first. That of a Unix-domain
  /// socket has no name.
  public Optional<SocketAddress> lastAccepted() {
    return Optional.ofNullable(lastAccepted);
  }

  /// Stops listening: who waits in [#accept] gets an `IllegalStateException`, clients that were not
  /// accepted receive the end, and the file of a Unix-domain socket is removed. Twice is fine.
  @Override
  public void close() {
    closed = true;
    reception.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the listener is closed; make a new one");
    }
  }

  @Override
  public String toString() {
    return "Listener[%s%s]".formatted(address(), closed ? ", closed" : "");
  }
}
