package dev.braid;

import dev.braid.memory.Block;
import dev.braid.memory.SharedArena;
import dev.braid.remote.Export;
import dev.braid.remote.Exports;
import dev.braid.remote.Referral;
import dev.braid.remote.Server;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A server of this process: what it serves, and what its clients get.
///
/// What a method returns is copied, but for these, of which clients get proxies: objects of a type
/// that was registered, iterators, and what can't be copied but is declared as an interface; and,
/// by clients that can't see this session's memory, what lives there.
final class Host implements Referral, AutoCloseable {
  private static final Map<Long, Host> HERE = new ConcurrentHashMap<>();

  /// How objects of a host travel.
  interface Addressing {
    /// What is sent in the place of a proxy.
    Object handle(Host host, Export export, Block ticket);
  }

  private final Exports exports;
  private final Server server;
  private final Addressing addressing;
  private final Set<Class<?>> referred = ConcurrentHashMap.newKeySet();

  Host(Root.Maker root, Addressing addressing) {
    this.exports =
        new Exports(SharedArena.current(), new Export.Facet(Root.class, root.root(this)));
    this.server = new Server(exports, this);
    this.addressing = addressing;
    refer(PoolCounter.class);
    refer(TaskStream.class);
    HERE.put(exports.life(), this);
  }

  /// The one of this process whose exports have that life; null if it has none.
  static @Nullable Host here(long life) {
    return HERE.get(life);
  }

  Exports exports() {
    return exports;
  }

  Server server() {
    return server;
  }

  Object handle(Export export, Block ticket) {
    return addressing.handle(this, export, ticket);
  }

  /// Returned objects of that type are given out by proxies from now on.
  void refer(Class<?> type) {
    referred.add(type);
  }

  /// A proxy of its root.
  Root root() {
    return (Root) Proxies.of(Root.class, new LocalRemote(this, exports.attach(0)));
  }

  /// A proxy of an object of this process, which is kept as long as somebody has one.
  Object proxy(Class<?> type, Object referent) {
    return Proxies.of(
        type,
        new LocalRemote(
            this,
            exports.give(
                referent,
                Facets.isQuick(type, referent),
                Facets.of(type, referent),
                Facets.farewell(referent))));
  }

  @Override
  public @Nullable Object outgoing(Method method, @Nullable Object value, boolean far) {
    Class<?> declared = method.getReturnType();
    if (value == null || declared.isPrimitive()) {
      return value;
    }
    Remote known = Proxies.remoteOf(value);
    if (known != null) {
      boolean mustServe = far && known instanceof NearRemote;
      return mustServe ? proxy(((NearHandle) known.handle()).type(), value) : value;
    }
    if (referred.contains(declared)) {
      return proxy(declared, value);
    }
    if (value instanceof Iterator) {
      return proxy(Iterator.class, value);
    }
    Class<?> shared = far ? Remotes.typeOf(value) : null;
    return shared == null ? value : proxy(shared, value);
  }

  @Override
  public @Nullable Object insteadOf(Method method, Object value) {
    Class<?> declared = method.getReturnType();
    return declared.isInterface() && declared.isInstance(value) ? proxy(declared, value) : null;
  }

  @Override
  public void left() {
    ServedMutex.abandonAll();
  }

  @Override
  public void forgotten(UUID client) {
    ServedPermits.abandonAll(client);
  }

  @Override
  public void close() {
    HERE.remove(exports.life());
    server.close();
  }
}
