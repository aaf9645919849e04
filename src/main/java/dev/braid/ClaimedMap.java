package dev.braid;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The methods of a map that take functions, for functions that can't be sent: they run here, and
/// again when others change the entry meanwhile. What they give and leave is as with a
/// [java.util.HashMap].
@SuppressWarnings("NullAway") // a map of users' types says nothing about null
record ClaimedMap<K, V>(MapProxy.Copying<K, V> map) {
  V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    while (true) {
      Claims.Seen<V> seen = map.see(key);
      if (seen.value() != null) {
        return seen.value();
      }
      V value = function.apply(key);
      if (value == null || map.settle(seen.claim(), value, true)) {
        return value;
      }
    }
  }

  V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    while (true) {
      Claims.Seen<V> seen = map.see(key);
      if (seen.value() == null) {
        return null;
      }
      V value = function.apply(key, seen.value());
      if (map.settle(seen.claim(), value, value != null)) {
        return value;
      }
    }
  }

  V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends V> function) {
    while (true) {
      Claims.Seen<V> seen = map.see(key);
      V value = function.apply(key, seen.value());
      boolean stays = value != null;
      if ((!stays && !seen.present()) || map.settle(seen.claim(), value, stays)) {
        return value;
      }
    }
  }

  V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
    Objects.requireNonNull(value, "value");
    while (true) {
      Claims.Seen<V> seen = map.see(key);
      V merged = seen.value() == null ? value : function.apply(seen.value(), value);
      if (map.settle(seen.claim(), merged, merged != null)) {
        return merged;
      }
    }
  }

  /// Entry after entry of those that are there at the beginning, unless they are removed meanwhile.
  void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    for (K key : map.copy().keySet()) {
      replace(key, function);
    }
  }

  private void replace(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    while (true) {
      Claims.Seen<V> seen = map.see(key);
      if (!seen.present() || map.settle(seen.claim(), function.apply(key, seen.value()), true)) {
        return;
      }
    }
  }
}
