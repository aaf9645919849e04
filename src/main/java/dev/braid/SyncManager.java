package dev.braid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes objects that any number of processes use by proxies, and keeps each as long as somebody
/// has one; Python's `SyncManager`. A [Manager] has a server process of its own in this session; a
/// [ManagerClient] uses a [ManagerServer] anywhere.
///
/// A collection is the `java.util` interface, with every method. Each call is one of the server's,
/// and atomic: so `map.merge("k", 1, Integer::sum)` counts right, `map.put("k", map.get("k") + 1)`
/// doesn't. What goes in and comes out is copied, but for proxies: an inner list is changed for all
/// only if it is a proxy, too. What a manager makes can be sent to every process of the session.
/// One that gets an object of a [ManagerServer] connects to it by itself, with the same key and
/// [Admission]. In other sessions an object is known that a call of its server has returned, of a
/// type of ours, or of one that has been asked for by name.
public abstract sealed class SyncManager permits Manager, ManagerClient {
  SyncManager() {}

  /// A new object of that kind.
  abstract Object make(Standard kind, @Nullable Object... arguments);

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the kind says
  private <T> T made(Standard kind, @Nullable Object... arguments) {
    return (T) make(kind, arguments);
  }

  /// A new map, in the order in which keys came; null may be in it.
  public <K, V> Map<K, V> dict() {
    return made(Standard.DICT);
  }

  /// A new map of these entries.
  public <K, V> Map<K, V> dict(Map<? extends K, ? extends V> entries) {
    return made(Standard.DICT, new LinkedHashMap<>(entries));
  }

  /// A new list.
  public <T> ListProxy<T> list() {
    return made(Standard.LIST);
  }

  /// A new list of these items.
  public <T> ListProxy<T> list(Iterable<? extends T> items) {
    return made(Standard.LIST, listOf(items));
  }

  /// A new set, in the order in which items came.
  public <T> Set<T> set() {
    return made(Standard.SET);
  }

  /// A new set of these items.
  public <T> Set<T> set(Iterable<? extends T> items) {
    return made(Standard.SET, listOf(items));
  }

  private static <T> List<T> listOf(Iterable<? extends T> items) {
    List<T> list = new ArrayList<>();
    items.forEach(list::add);
    return list;
  }

  /// A new namespace without names.
  public Namespace namespace() {
    return made(Standard.NAMESPACE);
  }

  /// A new [Value], whose typecode fits the value's class.
  ///
  /// @throws IllegalArgumentException if there is no such typecode
  public <T> Value<T> value(T value) {
    return made(Standard.VALUE_BY_CLASS, value);
  }

  /// A new [Value] of that typecode.
  ///
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold the value
  public <T> Value<T> value(char typecode, T value) {
    return made(Standard.VALUE, typecode, value);
  }

  /// A new [Array] of these elements.
  ///
  /// @throws IllegalArgumentException as [Array#Array(char, Iterable)]
  public <T> Array<T> array(char typecode, Iterable<? extends T> values) {
    return made(Standard.ARRAY, typecode, listOf(values));
  }

  /// A new [Array] of so many zeros.
  ///
  /// @throws IllegalArgumentException as [Array#Array(char, int)]
  public <T> Array<T> array(char typecode, int length) {
    return made(Standard.ARRAY, typecode, length);
  }

  /// A new [Queue] without a bound.
  public <T extends @Nullable Object> Queue<T> queue() {
    return queue(0);
  }

  /// A new [Queue] of at most so many items; without a bound if it is zero or less.
  public <T extends @Nullable Object> Queue<T> queue(int maxSize) {
    return made(Standard.QUEUE, maxSize);
  }

  /// A new [JoinableQueue] without a bound.
  public <T extends @Nullable Object> JoinableQueue<T> joinableQueue() {
    return joinableQueue(0);
  }

  /// A new [JoinableQueue] of at most so many items; without a bound if it is zero or less.
  public <T extends @Nullable Object> JoinableQueue<T> joinableQueue(int maxSize) {
    return made(Standard.JOINABLE_QUEUE, maxSize);
  }

  /// A new [Lock].
  public Lock lock() {
    return made(Standard.LOCK);
  }

  /// A new [RLock].
  public RLock rlock() {
    return made(Standard.RLOCK);
  }

  /// A new [Semaphore].
  ///
  /// @throws IllegalArgumentException if there are less than 0 permits
  public Semaphore semaphore(int permits) {
    return made(Standard.SEMAPHORE, permits);
  }

  /// A new [BoundedSemaphore].
  ///
  /// @throws IllegalArgumentException if there are less than 0 permits
  public BoundedSemaphore boundedSemaphore(int permits) {
    return made(Standard.BOUNDED_SEMAPHORE, permits);
  }

  /// A new [Condition] of a new [RLock].
  public Condition condition() {
    return made(Standard.CONDITION);
  }

  /// A new [Event], not set.
  public Event event() {
    return made(Standard.EVENT);
  }

  /// A new [Barrier].
  ///
  /// @throws IllegalArgumentException if there are less than 1 parties
  public Barrier barrier(int parties) {
    return made(Standard.BARRIER, parties);
  }
}
