package dev.braid;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a server does for its clients, at the server.
final class ServedRoot implements Root {
  /// What is registered by a name.
  private record Registration(Class<?> type, Fn<?> factory) {}

  private final Host host;
  private final Runnable end;
  private final Map<String, Registration> registered = new ConcurrentHashMap<>();

  /// @param end of the server
  ServedRoot(Host host, Runnable end) {
    this.host = host;
    this.end = end;
  }

  /// Lets clients get what the factory makes, by that name.
  <T> void register(String name, Class<T> type, Fn<? extends T> factory) {
    Proxies.requirePossible(type);
    if (registered.putIfAbsent(name, new Registration(type, factory)) != null) {
      throw new IllegalArgumentException(
          "'%s' is registered already; use another name".formatted(name));
    }
    refer(type);
  }

  private void refer(Class<?> type) {
    // A method's collections are values.
    if (!Collection.class.isAssignableFrom(type) && type != Map.class) {
      host.refer(type);
    }
  }

  /// The types that are registered.
  List<Class<?>> types() {
    return registered.values().stream().<Class<?>>map(Registration::type).toList();
  }

  @Override
  public Object get(String name, String type) {
    Registration registration = registered.get(name);
    if (registration == null) {
      throw new NoSuchElementException(
          "nothing is registered as '%s'; registered are %s"
              .formatted(name, registered.keySet().stream().sorted().toList()));
    }
    if (!registration.type().getName().equals(type)) {
      throw new IllegalArgumentException(
          "'%s' is registered as a %s, not as a %s"
              .formatted(name, registration.type().getName(), type));
    }
    return make("the factory of '" + name + "'", registration.type(), registration.factory());
  }

  @Override
  public Object create(Standard kind, @Nullable Object[] arguments) {
    return host.proxy(kind.type(), kind.make(arguments));
  }

  @Override
  public <T> Object make(Class<T> type, Fn<? extends T> factory) {
    Proxies.requirePossibleHere(type);
    if (type.isInterface()) {
      refer(type);
    }
    return make("the factory", type, factory);
  }

  private Object make(String what, Class<?> type, Fn<?> factory) {
    Object made;
    try {
      made = factory.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new BraidException("%s failed: %s".formatted(what, e), e);
    }
    if (made == null) {
      throw new IllegalArgumentException("%s made null; make a %s".formatted(what, type.getName()));
    }
    return host.proxy(type, made);
  }

  @Override
  public int count() {
    return host.exports().count();
  }

  @Override
  public void shutdown() {
    end.run();
  }
}
