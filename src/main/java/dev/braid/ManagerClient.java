package dev.braid;

import dev.braid.remote.GoneObjectException;
import dev.braid.remote.Line;
import dev.braid.remote.LineLostException;
import dev.braid.remote.OtherServerException;
import dev.braid.remote.Peer;
import java.io.InvalidObjectException;
import java.lang.ref.WeakReference;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A client of a [ManagerServer] of any process, on this machine or another: knows its address and
/// key, and nothing else; Python's `BaseManager.connect`.
///
/// ```java
/// try (var client = ManagerClient.connect(new InetSocketAddress("10.0.0.7", 5000), key)) {
///   Queue<String> jobs = client.get("jobs", Queue.class);
///   jobs.put("one more");
/// }
/// ```
///
/// What is sent is copied, and must be data: neither code nor what lives in the shared memory of a
/// session crosses. What is received must be admitted: [#connect(SocketAddress, byte[], Admission,
/// Duration)].
///
/// Every thread has a connection of its own, until the client is closed, or another thread needs
/// one after its end. When the server is gone, calls are [ManagerLostException]s; they connect
/// again as soon as a server is there, and objects that were got by name are found again. Safe for
/// use by many threads.
public final class ManagerClient extends SyncManager implements AutoCloseable {
  /// A server that says nothing for so long is taken for dead.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// By the life of the server; so that handles find those that are there.
  private static final Map<Long, WeakReference<ManagerClient>> KNOWN = new ConcurrentHashMap<>();

  /// Whose answer is being read by this thread.
  static final ScopedValue<ManagerClient> RECEIVING = ScopedValue.newInstance();

  private final SocketAddress address;
  private final byte[] authKey;
  private final Duration patience;
  private final Peer peer;
  private final Root root;
  private final Map<String, Class<?>> types = new ConcurrentHashMap<>();
  private volatile Admission admission;

  /// Of the server that it has seen last.
  private volatile long life;

  private ManagerClient(
      SocketAddress address, byte[] authKey, Admission admission, Duration patience) {
    this.address = address;
    this.authKey = authKey.clone();
    this.admission = admission.with(ManagerServer.OURS);
    this.patience = patience;
    this.peer = new Peer(this::dial, patience);
    this.root = (Root) Proxies.of(Root.class, FarRemote.root(this));
  }

  /// Connects, and receives values of the JDK: [Admission#STANDARD]. A server that says nothing for
  /// ten seconds is taken for dead.
  ///
  /// @see #connect(SocketAddress, byte[], Admission, Duration)
  public static ManagerClient connect(SocketAddress address, byte[] authKey) {
    return connect(address, authKey, Admission.STANDARD, PATIENCE);
  }

  /// Connects.
  ///
  /// @param address an `InetSocketAddress` or a `UnixDomainSocketAddress`
  /// @param authKey that of the server
  /// @param admission what is received, beside what the interfaces name that are asked for
  /// @param patience how long the server may be silent, also during a call, before it is taken for
  ///   dead; a call itself may take as long as it wants
  /// @throws AuthenticationException if the server has another key
  /// @throws ConnectFailedException if nobody answers there as a server does
  public static ManagerClient connect(
      SocketAddress address, byte[] authKey, Admission admission, Duration patience) {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience is %s; give some".formatted(patience));
    }
    ManagerClient client = new ManagerClient(address, authKey, admission, patience);
    try {
      long _ = client.peer.life();
      return client;
    } catch (LineLostException e) {
      throw e.getCause() instanceof ConnectFailedException failed
          ? failed
          : new ConnectFailedException(
              "%s is no manager: %s".formatted(address, e.getMessage()), e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("connecting to " + address, e);
    }
  }

  private Line dial() throws LineLostException, InterruptedException {
    try {
      SocketConnection<byte[]> connection =
          Client.open(address, authKey, FarLine.frames(admission), patience);
      connection.patience(patience);
      return new FarLine(connection, () -> admission, this);
    } catch (ConnectFailedException e) {
      throw Lines.lost(e);
    } catch (InterruptedWaitException e) {
      throw Lines.interrupted(e);
    }
  }

  /// The client for that object's server: the one who gets it as an answer, or else one of this
  /// process; a new one, with the key of this process, if there is none.
  static ManagerClient of(FarHandle handle) {
    ManagerClient receiving = RECEIVING.isBound() ? RECEIVING.get() : null;
    ManagerClient client =
        receiving != null && receiving.life == handle.server() ? receiving : known(handle.server());
    if (client != null) {
      return client;
    }
    ManagerClient made =
        new ManagerClient(
            handle.address(), Process.current().authKey(), Admission.STANDARD, PATIENCE);
    made.isOf(handle.server());
    return made;
  }

  /// The same for one that has come with all that is needed.
  static ManagerClient of(Passport passport) {
    ManagerClient known = known(passport.server());
    ManagerClient client =
        known == null
            ? new ManagerClient(
                passport.far().address(), passport.key(), passport.admission(), PATIENCE)
            : known;
    client.isOf(passport.server());
    if (ManagerServer.usualType(passport.type().getName()) == null) {
      client.learn(passport.type());
    }
    return client;
  }

  private static @Nullable ManagerClient known(long life) {
    WeakReference<ManagerClient> known = KNOWN.get(life);
    return known == null ? null : known.get();
  }

  /// The first one of this process is known as the one, until it is closed.
  private void isOf(long server) {
    if (life != server) {
      forget(this);
      life = server;
    }
    WeakReference<ManagerClient> _ =
        KNOWN.compute(
            server,
            (_, known) -> known == null || known.get() == null ? new WeakReference<>(this) : known);
  }

  /// Forgets that one, and those that nobody has any more.
  @SuppressWarnings("ReferenceEquality") // this very client
  private static void forget(ManagerClient gone) {
    KNOWN.values().removeIf(known -> known.get() == gone || known.get() == null);
  }

  Peer peer() {
    return peer;
  }

  /// What others of this session need to call an object of the server.
  Passport passport(long life, long object, Class<?> type) {
    return Passport.of(FarHandle.of(address, life, object, type), type, admission, authKey);
  }

  /// In words.
  String server() {
    return "the manager at " + address;
  }

  /// That of the server, which it may have to ask.
  long life() {
    try {
      long server = peer.life();
      isOf(server);
      return server;
    } catch (LineLostException e) {
      throw new ManagerLostException("%s is gone: %s".formatted(server(), e.getMessage()), e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("connecting to " + server(), e);
    }
  }

  /// A proxy of an object of its server, which keeps it from now on.
  Object proxy(FarHandle handle) throws InvalidObjectException {
    Class<?> type = types.get(handle.type());
    if (type == null) {
      type = ManagerServer.usualType(handle.type());
    }
    if (type == null) {
      throw new InvalidObjectException(
          "a proxy of %s, which nobody has asked for here; get one by name first"
              .formatted(handle.type()));
    }
    return proxy(handle, type);
  }

  /// The same; its type is here.
  Object proxy(FarHandle handle, Class<?> type) {
    long hold = hold(handle);
    return Proxies.of(type, FarRemote.held(this, handle.server(), handle.object(), hold, type));
  }

  private long hold(FarHandle handle) {
    try {
      return peer.hold(handle.server(), handle.object());
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("receiving an object of " + server(), e);
    } catch (LineLostException e) {
      throw new ManagerLostException("%s is gone: %s".formatted(server(), e.getMessage()), e);
    } catch (GoneObjectException | OtherServerException e) {
      throw new ManagerLostException(
          "the object of %s was let go of before it came here; keep it until it has been received"
              .formatted(server()),
          e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new BraidException("%s refuses an object of its own: %s".formatted(server(), t), t);
    }
  }

  void release(long life, long hold) {
    // The cleaner mustn't wait for a network.
    Thread.ofVirtual().name("braid-manager-release").start(() -> peer.release(life, hold));
  }

  /// What the server has registered by that name.
  ///
  /// @param type as which it is registered
  /// @throws java.util.NoSuchElementException if nothing is
  /// @throws IllegalArgumentException if it is as another type
  /// @throws ManagerLostException if the server is gone
  public <T> T get(String name, Class<T> type) {
    Proxies.requirePossible(type);
    learn(type);
    long _ = life();
    Object proxy = root.get(name, type.getName());
    if (Proxies.remoteOf(proxy) instanceof FarRemote remote) {
      remote.named(name);
    }
    return type.cast(proxy);
  }

  private synchronized void learn(Class<?> type) {
    if (types.putIfAbsent(type.getName(), type) == null) {
      admission = admission.with(Needs.of(type));
      Arrays.stream(type.getMethods())
          .map(java.lang.reflect.Method::getReturnType)
          .filter(Class::isInterface)
          .forEach(this::learn);
    }
  }

  @Override
  Object make(Standard kind, @Nullable Object... arguments) {
    long _ = life();
    return root.create(kind, arguments);
  }

  /// How many objects of the server somebody has.
  public int numberOfObjects() {
    return root.count();
  }

  /// Ends the connections of all threads, whose calls fail from now on, and lets go of all objects.
  /// Twice is fine.
  @Override
  public void close() {
    forget(this);
    peer.close();
  }

  @Override
  public String toString() {
    return "ManagerClient[%s]".formatted(address);
  }
}
