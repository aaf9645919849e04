package dev.braid;

import org.jspecify.annotations.Nullable;

/// What clients of a server call first; its object 0.
interface Root {
  /// Makes the root of a host.
  interface Maker {
    Root root(Host host);
  }

  /// A proxy of what was registered by that name.
  ///
  /// @throws java.util.NoSuchElementException if nothing was
  /// @throws IllegalArgumentException if it was as another type
  Object get(String name, String type);

  /// A proxy of a new object of a usual kind.
  Object create(Standard kind, @Nullable Object[] arguments);

  /// A proxy of what the factory makes, at the server.
  <T> Object make(Class<T> type, Fn<? extends T> factory);

  /// How many objects somebody has.
  int count();

  /// Ends the server, once this has been answered.
  void shutdown();
}
