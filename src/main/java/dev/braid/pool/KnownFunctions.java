package dev.braid.pool;

import dev.braid.code.Codec;
import dev.braid.memory.BlockName;
import dev.braid.memory.Incoming;
import dev.braid.memory.Notice;
import dev.braid.memory.SharedArena;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that a worker process has read lately: each job's once.
final class KnownFunctions {
  private static final int MOST = 16;

  private final Map<BlockName, Object> functions =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockName, Object> eldest) {
          return size() > MOST;
        }
      };

  /// The initializer of that name, for once; null for none. The variables that it reaches stay in
  /// this process as it leaves them: what it fills, its tasks find.
  static @Nullable Object initializer(BlockName name) {
    if (name.equals(PackedFunction.NONE)) {
      return null;
    }
    try (Incoming notice = Notice.read(SharedArena.current(), name)) {
      return Codec.current().decodeForGood(notice.memory(), notice.offset(), notice.length());
    }
  }

  /// The function of that name; null for none.
  ///
  /// @throws dev.braid.code.NotReadableException if it can't be rebuilt here
  @Nullable Object find(BlockName name) {
    if (name.equals(PackedFunction.NONE)) {
      return null;
    }
    Object known = functions.get(name);
    if (known == null) {
      try (Incoming notice = Notice.read(SharedArena.current(), name)) {
        known = Codec.current().decode(notice.memory(), notice.offset(), notice.length());
      }
      if (known != null) {
        functions.put(name, known);
      }
    }
    return known;
  }
}
