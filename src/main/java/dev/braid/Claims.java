package dev.braid;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What a map of a server can also do with one entry: let a client compute a new value from what it
/// has seen, and take that only if nobody has changed the entry meanwhile.
///
/// The server compares by reference, for the `equals` of many values, such as arrays, says nothing
/// of a copy. So what it takes for unchanged may have been changed inside, by one who has it at the
/// server.
interface Claims<K, V> {
  /// An entry, as a client has seen it.
  ///
  /// @param claim its number, for [#settle]
  /// @param present false if there was none
  /// @param value a copy; null may be one
  record Seen<V>(long claim, boolean present, @Nullable V value) implements Serializable {}

  /// The entry of that key, which the calling thread wants to settle.
  Seen<V> see(@Nullable K key);

  /// Sets or removes the entry, if it is as it was seen by the calling thread.
  ///
  /// @param value that it gets
  /// @param present false to remove it
  /// @return false if it isn't so any more, and nothing was done
  boolean settle(long claim, @Nullable V value, boolean present);

  /// Removes the entry of that key.
  ///
  /// @return true if there was one, whose value may have been null
  boolean removeKey(@Nullable Object key);
}
