package dev.braid;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A map of a server. Every call is one of the server's, and atomic; keys and values are copied.
///
/// A function is sent to the server and runs there, while nobody else uses the map; one that can't
/// be sent runs here, as often as others change the entry meanwhile. Iteration, and the streams and
/// views, go through a copy of the moment when it begins; what they remove or set is the server's.
@SuppressWarnings("NullAway") // a map of users' types says nothing about null
final class MapProxy<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, Serializable {
  private static final long serialVersionUID = 1L;

  /// What a map also can at its server.
  interface Copying<K, V> extends Map<K, V>, Copies<LinkedHashMap<K, V>>, Claims<K, V> {}

  private final transient Remote remote;
  private final transient Copying<K, V> map;
  private final transient ClaimedMap<K, V> here;

  MapProxy(Remote remote, Copying<K, V> map) {
    this.remote = remote;
    this.map = map;
    this.here = new ClaimedMap<>(map);
  }

  Remote remote() {
    return remote;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return map.containsKey(key);
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return map.containsValue(value);
  }

  @Override
  public V get(@Nullable Object key) {
    return map.get(key);
  }

  @Override
  public V getOrDefault(@Nullable Object key, V otherwise) {
    return map.getOrDefault(key, otherwise);
  }

  @Override
  public V put(K key, V value) {
    return map.put(key, value);
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return map.putIfAbsent(key, value);
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    map.putAll(new LinkedHashMap<>(entries));
  }

  @Override
  public V remove(@Nullable Object key) {
    return map.remove(key);
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    return map.remove(key, value);
  }

  @Override
  public V replace(K key, V value) {
    return map.replace(key, value);
  }

  @Override
  public boolean replace(K key, V before, V value) {
    return map.replace(key, before, value);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    return Sending.orElse(
        () -> map.computeIfAbsent(key, function), () -> here.computeIfAbsent(key, function));
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    return Sending.orElse(
        () -> map.computeIfPresent(key, function), () -> here.computeIfPresent(key, function));
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends V> function) {
    return Sending.orElse(() -> map.compute(key, function), () -> here.compute(key, function));
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
    return Sending.orElse(
        () -> map.merge(key, value, function), () -> here.merge(key, value, function));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    Sending.orElse(() -> map.replaceAll(function), () -> here.replaceAll(function));
  }

  @Override
  public Set<K> keySet() {
    return new Keys();
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new Entries();
  }

  @Override
  public String toString() {
    return map.copy().toString();
  }

  private Object writeReplace() {
    return remote.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as the name of its object");
  }

  /// Removes in one call of the server, so that of many who try, one has done it.
  private final class Keys extends AbstractSet<K> {
    @Override
    public int size() {
      return map.size();
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public boolean contains(Object key) {
      return map.containsKey(key);
    }

    @Override
    public boolean remove(Object key) {
      return map.removeKey(key);
    }

    @Override
    public Iterator<K> iterator() {
      return MapProxy.super.keySet().iterator();
    }
  }

  private final class Entries extends AbstractSet<Map.Entry<K, V>> {
    @Override
    public int size() {
      return map.size();
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public boolean contains(Object entry) {
      return entry instanceof Map.Entry<?, ?> found
          && map.containsKey(found.getKey())
          && Objects.equals(map.get(found.getKey()), found.getValue());
    }

    @Override
    public boolean remove(Object entry) {
      return entry instanceof Map.Entry<?, ?> found && map.remove(found.getKey(), found.getValue());
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      Iterator<Map.Entry<K, V>> copied = map.copy().entrySet().iterator();
      return new Iterator<>() {
        private Map.@Nullable Entry<K, V> last;

        @Override
        public boolean hasNext() {
          return copied.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
          last = new Through(copied.next());
          return last;
        }

        @Override
        public void remove() {
          if (last == null) {
            throw new IllegalStateException("nothing to remove; call next() first");
          }
          map.remove(last.getKey());
          last = null;
        }
      };
    }
  }

  /// An entry whose new value is the server's, too.
  private final class Through extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    Through(Map.Entry<K, V> copied) {
      super(copied);
    }

    @Override
    public V setValue(V value) {
      map.put(getKey(), value);
      return super.setValue(value);
    }
  }
}
