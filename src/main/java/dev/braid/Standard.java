package dev.braid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every manager makes.
enum Standard {
  DICT(
      Map.class,
      given ->
          given.length == 0 ? new LinkedHashMap<>() : new LinkedHashMap<>((Map<?, ?>) given[0])),
  LIST(
      List.class,
      given -> given.length == 0 ? new ArrayList<>() : new ArrayList<>((List<?>) given[0])),
  SET(
      Set.class,
      given -> given.length == 0 ? new LinkedHashSet<>() : new LinkedHashSet<>((List<?>) given[0])),
  NAMESPACE(Namespace.class, _ -> new NamespaceValues()),
  VALUE(Value.class, given -> new Value<>(typecode(given), given[1])),
  VALUE_BY_CLASS(Value.class, given -> new Value<>(given[0])),
  ARRAY(Array.class, given -> array(given)),
  QUEUE(Queue.class, given -> new Queue<>((int) given[0])),
  JOINABLE_QUEUE(JoinableQueue.class, given -> new JoinableQueue<>((int) given[0])),
  LOCK(Lock.class, _ -> new Lock()),
  RLOCK(RLock.class, _ -> new RLock()),
  SEMAPHORE(Semaphore.class, given -> new Semaphore((int) given[0])),
  BOUNDED_SEMAPHORE(BoundedSemaphore.class, given -> new BoundedSemaphore((int) given[0])),
  CONDITION(Condition.class, _ -> new Condition()),
  EVENT(Event.class, _ -> new Event()),
  BARRIER(Barrier.class, given -> new Barrier((int) given[0]));

  private interface Making {
    Object of(Object[] given);
  }

  private final Class<?> type;

  @SuppressWarnings("ImmutableEnumChecker") // it captures nothing
  private final Making making;

  Standard(Class<?> type, Making making) {
    this.type = type;
    this.making = making;
  }

  /// By what it is called.
  Class<?> type() {
    return type;
  }

  /// True if it lives in a server; the others live in shared memory, where that can be seen.
  boolean isServed() {
    return this == DICT || this == LIST || this == SET || this == NAMESPACE;
  }

  /// A new one.
  ///
  /// @throws IllegalArgumentException if these aren't the arguments that it takes
  @SuppressWarnings("NullAway") // what isn't there is told with the rest
  Object make(@Nullable Object[] given) {
    try {
      return making.of(given);
    } catch (ClassCastException | ArrayIndexOutOfBoundsException | NullPointerException e) {
      throw new IllegalArgumentException(
          "%s isn't made of %s".formatted(type.getSimpleName(), List.of(given)), e);
    }
  }

  private static char typecode(Object[] given) {
    return (char) given[0];
  }

  private static Array<?> array(Object[] given) {
    return given[1] instanceof Integer length
        ? new Array<>(typecode(given), length)
        : new Array<>(typecode(given), (List<?>) given[1]);
  }
}
