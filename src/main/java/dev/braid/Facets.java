package dev.braid;

import dev.braid.remote.Export.Facet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// By what an object of a server can be called: its type, and, of a collection, what its proxy
/// needs beside. A collection is locked for each call.
final class Facets {
  private Facets() {}

  /// Those of an object that is given out as of that type.
  ///
  /// @throws IllegalArgumentException if it isn't of that type
  static List<Facet> of(Class<?> type, Object referent) {
    if (!type.isInstance(referent)) {
      throw new IllegalArgumentException(
          "what was made for %s is a %s; make one of that type"
              .formatted(type.getTypeName(), referent.getClass().getTypeName()));
    }
    return switch (referent) {
      case Map<?, ?> map when type == Map.class -> ofMap(map);
      case List<?> list when type == List.class -> ofList(list);
      case Set<?> set when type == Set.class -> ofSet(set);
      case Mutex mutex ->
          List.of(new Facet(type, referent), new Facet(Acquirable.class, new ServedMutex(mutex)));
      case Condition condition ->
          List.of(
              new Facet(type, referent),
              new Facet(Acquirable.class, new ServedMutex(condition.mutex())));
      case Permits permits when Remotes.handlerOf(permits) == null ->
          List.of(
              new Facet(type, referent), new Facet(Acquirable.class, new ServedPermits(permits)));
      case Waitable waitable ->
          List.of(new Facet(type, referent), new Facet(Awaitable.class, Awaitable.of(waitable)));
      case Pool pool ->
          List.of(
              new Facet(type, pool),
              new Facet(PoolCounter.Opening.class, opening(pool)),
              new Facet(PoolDesk.class, pool.desk()));
      default -> List.of(new Facet(type, referent));
    };
  }

  private static <K, V> List<Facet> ofMap(Map<K, V> map) {
    Map<K, V> locked = Collections.synchronizedMap(map);
    Copies<?> copies =
        () -> {
          synchronized (locked) {
            return new LinkedHashMap<>(map);
          }
        };
    return List.of(
        new Facet(Map.class, locked),
        new Facet(Copies.class, copies),
        new Facet(Claims.class, new MapClaims<>(locked)));
  }

  private static List<Facet> ofList(List<?> list) {
    List<?> locked = Collections.synchronizedList(list);
    Copies<?> copies =
        () -> {
          synchronized (locked) {
            return new ArrayList<>(list);
          }
        };
    ListProxy.Reversible reversible =
        () -> {
          synchronized (locked) {
            Collections.reverse(list);
          }
        };
    return List.of(
        new Facet(List.class, locked),
        new Facet(Copies.class, copies),
        new Facet(ListProxy.Reversible.class, reversible));
  }

  private static List<Facet> ofSet(Set<?> set) {
    Set<?> locked = Collections.synchronizedSet(set);
    Copies<?> copies =
        () -> {
          synchronized (locked) {
            return new LinkedHashSet<>(set);
          }
        };
    return List.of(new Facet(Set.class, locked), new Facet(Copies.class, copies));
  }

  private static PoolCounter.Opening opening(Pool pool) {
    return mailbox -> new ServedCounter(pool.arrivals(), mailbox);
  }

  /// What is to be done when nobody has it any more; null if nothing is.
  static @Nullable Runnable farewell(Object referent) {
    return switch (referent) {
      case Pool pool -> pool::terminate;
      case TaskStream tasks -> tasks::cancel;
      default -> null;
    };
  }

  /// True if none of its methods waits: then it is called at once.
  static boolean isQuick(Class<?> type, Object referent) {
    boolean isCollection = type == Map.class || type == List.class || type == Set.class;
    return type == Namespace.class
        || (isCollection && referent.getClass().getPackageName().equals("java.util"));
  }
}
