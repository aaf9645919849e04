package dev.braid;

import dev.braid.remote.Proxied;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes proxies: objects of this process by which objects of a server are called.
final class Proxies {
  private Proxies() {}

  /// One of that type.
  ///
  /// @param type an interface, or one of our own shared types
  /// @throws IllegalArgumentException if there can be none of that type
  @SuppressWarnings("unchecked") // a collection's items are of any types
  static Object of(Class<?> type, Remote remote) {
    if (type == Map.class) {
      return new MapProxy<>(remote, facade(remote, MapProxy.Copying.class));
    } else if (type == List.class) {
      return new ListProxy<>(remote, facade(remote, ListProxy.Copying.class));
    } else if (type == Set.class) {
      return new SetProxy<>(remote, facade(remote, SetProxy.Copying.class));
    } else if (type == Pool.class) {
      return new PoolProxy(remote, facade(remote, PoolProxy.Served.class));
    }
    return type.isInterface() ? facade(remote, type) : Remotes.of(type, remote);
  }

  /// Refuses types that can't have proxies.
  ///
  /// @throws IllegalArgumentException with the reason
  static void requirePossible(Class<?> type) {
    if (!type.isInterface() && Remotes.types().noneMatch(type::equals)) {
      throw new IllegalArgumentException(
          "%s is a class, and only interfaces can be called from other processes; register an interface that it implements"
              .formatted(type.getTypeName()));
    }
  }

  /// Refuses types that can't have proxies within this session, where pools can.
  ///
  /// @throws IllegalArgumentException with the reason
  static void requirePossibleHere(Class<?> type) {
    if (type != Pool.class) {
      requirePossible(type);
    }
  }

  private static <T> T facade(Remote remote, Class<T> type) {
    Set<Class<?>> types = new LinkedHashSet<>(List.of(type, Proxied.class));
    // A type of a cell is seen by the loader of the cells alone, which sees ours.
    ClassLoader own = Proxies.class.getClassLoader();
    ClassLoader loader = type.getClassLoader() == null ? own : type.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, types.toArray(new Class<?>[0]), remote));
  }

  /// What a proxy calls; null if the object isn't one.
  static @Nullable Remote remoteOf(@Nullable Object object) {
    InvocationHandler handler =
        switch (object) {
          case MapProxy<?, ?> map -> map.remote();
          case ListProxy<?> list -> list.remote();
          case SetProxy<?> set -> set.remote();
          case PoolProxy pool -> pool.remote();
          case null -> null;
          default ->
              Proxy.isProxyClass(object.getClass())
                  ? Proxy.getInvocationHandler(object)
                  : Remotes.handlerOf(object);
        };
    return handler instanceof Remote remote ? remote : null;
  }
}
