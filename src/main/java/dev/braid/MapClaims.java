package dev.braid;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// [Claims] of a map, at its server.
@SuppressWarnings("NullAway") // a map of users' types says nothing about null
final class MapClaims<K, V> implements Claims<K, V> {
  /// How many claims of a thread are open at a time; of more, the eldest are lost, and made anew.
  /// It is how deep functions can be in one another, which run at the client.
  private static final int MOST = 64;

  /// What a thread has seen.
  private record Claim<K, V>(K key, boolean present, V value) {}

  /// Those of a thread.
  private static final class Open<K, V> extends LinkedHashMap<Long, Claim<K, V>> {
    private static final long serialVersionUID = 1L;

    private long last;

    long add(Claim<K, V> claim) {
      put(++last, claim);
      return last;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Claim<K, V>> eldest) {
      return size() > MOST;
    }
  }

  private final Map<K, V> map;

  /// A client's thread has one thread of the server, which goes with it.
  private final ThreadLocal<Open<K, V>> open = ThreadLocal.withInitial(Open::new);

  /// @param map whose calls are all synchronized on it
  MapClaims(Map<K, V> map) {
    this.map = map;
  }

  @Override
  public Seen<V> see(@Nullable K key) {
    Claim<K, V> claim;
    synchronized (map) {
      claim = new Claim<>(key, map.containsKey(key), map.get(key));
    }
    return new Seen<>(open.get().add(claim), claim.present(), claim.value());
  }

  @Override
  public boolean settle(long claim, @Nullable V value, boolean present) {
    Claim<K, V> seen = open.get().remove(claim);
    if (seen == null) {
      return false;
    }
    synchronized (map) {
      if (!isUnchanged(seen)) {
        return false;
      }
      if (present) {
        map.put(seen.key(), value);
      } else {
        map.remove(seen.key());
      }
      return true;
    }
  }

  @SuppressWarnings("ReferenceEquality") // see Claims
  private boolean isUnchanged(Claim<K, V> seen) {
    return map.containsKey(seen.key()) == seen.present() && map.get(seen.key()) == seen.value();
  }

  @Override
  public boolean removeKey(@Nullable Object key) {
    synchronized (map) {
      boolean was = map.containsKey(key);
      map.remove(key);
      return was;
    }
  }
}
