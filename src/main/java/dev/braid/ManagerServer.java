package dev.braid;

import static java.lang.System.Logger.Level.DEBUG;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.code.NotCopyableException;
import dev.braid.code.NotReadableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Block;
import dev.braid.memory.Deadline;
import dev.braid.memory.SharedBarrier;
import dev.braid.remote.Export;
import dev.braid.remote.GoneObjectException;
import dev.braid.remote.Serving;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Serves objects of this process at an address, to whoever has the key, in this session or
/// another, on this machine or another; Python's `BaseManager` with `get_server`.
///
/// ```java
/// var jobs = new Queue<String>();
/// try (var server = ManagerServer.at(new InetSocketAddress(5000), key)
///     .register("jobs", Queue.class, () -> jobs)
///     .serve()) {
///   server.join();
/// }
/// ```
///
/// An address without a host means this machine alone, as for a [Listener]; [#onAllNetworks] lets
/// others knock, too. The bounds of a listener for clients that don't prove the key hold here, too.
/// Of what a client sends, only values of the JDK and of classes that the registered interfaces
/// name are read: [#admit] adds others, or sets bounds. A message with anything else is an error of
/// that call.
///
/// Objects are called by several clients at a time; collections are locked for each call. Nothing
/// is encrypted. Close it in the process that made it. Safe for use by many threads.
public final class ManagerServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ManagerServer.class.getName());

  /// What managers themselves send: handles, and what goes wrong.
  static final Class<?>[] OURS = {
    FarHandle.class,
    Standard.class,
    Claims.Seen.class,
    BraidException.class,
    RemoteTrace.class,
    ChildException.class,
    CopyException.class,
    NotCopyableException.class,
    UnreadableException.class,
    NotReadableException.class,
    InterruptedWaitException.class,
    ManagerLostException.class,
    OwnerDiedException.class,
    PartnerDiedException.class,
    SharedMemoryFullException.class,
    ArenaFullException.class,
    Queue.Empty.class,
    Queue.Full.class,
    Barrier.BrokenBarrierException.class,
    SharedBarrier.BrokenException.class,
    GoneObjectException.class,
    IOException.class,
    ObjectStreamException.class,
    InvalidClassException.class,
    InvalidObjectException.class,
    NotSerializableException.class,
    FileNotFoundException.class,
    UncheckedIOException.class
  };

  /// A client that takes nothing of an answer for so long is taken for dead.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<Class<?>> USUAL =
      List.of(Map.class, List.class, Set.class, Iterator.class, Namespace.class);

  private final SocketAddress address;
  private final boolean isOnAllNetworks;
  private final byte[] authKey;
  private final Host host;
  private final ServedRoot root;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Duration patience = PATIENCE;
  private volatile Admission admission = Admission.STANDARD.with(OURS);

  @GuardedBy("this")
  private @Nullable Listener listener;

  private ManagerServer(SocketAddress address, boolean isOnAllNetworks, byte[] authKey) {
    this.address = address;
    this.isOnAllNetworks = isOnAllNetworks;
    this.authKey = authKey.clone();
    ServedRoot[] made = new ServedRoot[1];
    this.host =
        new Host(
            owner -> {
              made[0] = new ServedRoot(owner, this::refuseToEnd);
              return made[0];
            },
            this::handle);
    this.root = made[0];
  }

  /// One that doesn't serve yet.
  ///
  /// @param address an `InetSocketAddress`, whose port may be 0 for a free one, or a
  ///   `UnixDomainSocketAddress`
  /// @param authKey what clients must have, too
  public static ManagerServer at(SocketAddress address, byte[] authKey) {
    return new ManagerServer(address, false, authKey);
  }

  /// One that doesn't serve yet, and will at all addresses of this machine, so that every machine
  /// which reaches it can try.
  ///
  /// @param port 0 for a free one
  /// @param authKey what clients must have, too
  public static ManagerServer onAllNetworks(int port, byte[] authKey) {
    return new ManagerServer(new InetSocketAddress(port), true, authKey);
  }

  /// Lets clients get what `factory` makes, by that name; it is called for every one who asks, in
  /// this process. Returned objects of that type are given out by proxies, too.
  ///
  /// @param type an interface, or one of our own shared types
  /// @throws IllegalArgumentException if the name is taken, or `type` is another class
  public synchronized <T> ManagerServer register(
      String name, Class<T> type, Fn<? extends T> factory) {
    root.register(name, type, factory);
    admission = admission.with(Needs.of(type));
    return this;
  }

  /// Reads these from now on, within these bounds, beside what the interfaces name. A message of
  /// more bytes than at the time of [#serve] is the end of its connection; whatever else is too
  /// much is an error of its call.
  public synchronized ManagerServer admit(Admission more) {
    Admission all = more.with(OURS);
    for (Class<?> type : root.types()) {
      all = all.with(Needs.of(type));
    }
    admission = all;
    return this;
  }

  /// Keeps what clients have for so long after they are gone, instead of a minute.
  ManagerServer grace(Duration grace) {
    host.server().grace(grace);
    return this;
  }

  /// Lets clients that connect from now on take nothing of an answer for so long, instead of a
  /// minute.
  ManagerServer patience(Duration silence) {
    patience = silence;
    return this;
  }

  /// Begins to serve, and returns at once.
  ///
  /// @throws ListenFailedException if the address is taken
  /// @throws IllegalStateException if it serves already, or has been closed
  public synchronized ManagerServer serve() {
    if (listener != null || ended.getCount() == 0) {
      throw new IllegalStateException(this + " can't serve again; make a new one");
    }
    Listener opened = listen(FarLine.frames(admission));
    listener = opened;
    var _ = Thread.ofVirtual().name("braid-manager-server").start(() -> receive(opened));
    return this;
  }

  private Listener listen(Admission frames) {
    return isOnAllNetworks && address instanceof InetSocketAddress internet
        ? Listener.onAllNetworks(internet.getPort(), authKey, frames)
        : new Listener(address, authKey, frames);
  }

  private void receive(Listener opened) {
    while (true) {
      try {
        Connection<byte[]> connection = opened.accept();
        if (connection instanceof SocketConnection<byte[]> socket) {
          socket.patience(patience);
        }
        host.server()
            .serve(
                new FarLine(connection, () -> admission, null),
                Thread.ofVirtual().name("braid-manager-client").factory());
      } catch (AuthenticationException e) {
        // He has been told; others are served.
        LOG.log(DEBUG, "a client has another key", e);
      } catch (IllegalStateException e) {
        return; // closed
      }
    }
  }

  private Object handle(Host owner, Export export, Block ticket) {
    Serving.mention(export);
    FarHandle far =
        FarHandle.of(
            Listener.atHome(address()), owner.exports().life(), export.id(), export.type());
    return ServedHandle.of(ticket, Passport.of(far, export.type(), admission, authKey));
  }

  private void refuseToEnd() {
    throw new IllegalStateException(
        "%s is ended by its own process; close it there".formatted(this));
  }

  /// Where clients connect to: a port that was given as 0 is the real one. On all networks, the
  /// host is none; any address of this machine will do.
  public synchronized SocketAddress address() {
    return listener == null ? address : listener.address();
  }

  /// How many connections there are.
  int connections() {
    return host.server().lines();
  }

  /// How many objects somebody has.
  public int numberOfObjects() {
    return host.exports().count();
  }

  /// Waits until it is closed; Python's `serve_forever`.
  ///
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public void join() {
    boolean _ = join(Deadline.NONE);
  }

  /// Waits until it is closed, but no longer than `limit`.
  ///
  /// @return false if it isn't
  public boolean join(Duration limit) {
    return join(Deadline.in(limit));
  }

  private boolean join(Deadline deadline) {
    try {
      return ended.await(
          deadline.remaining(Duration.ofNanos(Long.MAX_VALUE)).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for the end of " + this, e);
    }
  }

  /// The type that every client knows by that name; null if it isn't one of those.
  static @Nullable Class<?> usualType(String name) {
    for (Class<?> type : USUAL) {
      if (type.getName().equals(name)) {
        return type;
      }
    }
    return Remotes.types().filter(type -> type.getName().equals(name)).findAny().orElse(null);
  }

  /// Stops serving: the address is free, clients' calls that are under way are interrupted, and
  /// their connections end. Twice is fine.
  @Override
  public void close() {
    synchronized (this) {
      if (listener != null) {
        listener.close();
      }
    }
    host.close();
    ended.countDown();
  }

  @Override
  public String toString() {
    return "ManagerServer[%s]".formatted(address());
  }
}
