package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.code.Codec;
import dev.braid.code.Encoding;
import dev.braid.memory.Notice;
import dev.braid.memory.SharedArena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions for worker processes. One that is code alone, without anything captured, is packed
/// once, however often it is used.
final class PostedFunctions implements AutoCloseable {
  private static final int MOST = 16;

  @GuardedBy("this")
  private final Map<Same, PackedFunction> constant = new LinkedHashMap<>(MOST, 0.75f, true);

  @GuardedBy("this")
  private boolean closed;

  /// An object by its identity.
  private record Same(Object object) {
    @Override
    @SuppressWarnings("ReferenceEquality") // the very same is meant
    public boolean equals(@Nullable Object other) {
      return other instanceof Same same && same.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /// The function, packed as of now; to be closed by the caller.
  ///
  /// @throws dev.braid.code.NotCopyableException if it can't be copied
  /// @throws dev.braid.memory.ArenaFullException if there is no memory for it
  PackedFunction pack(Shape shape, @Nullable Object function) {
    if (function == null) {
      return new PackedFunction(shape, null);
    }
    synchronized (this) {
      PackedFunction known = constant.get(new Same(function));
      if (known != null && known.shape() == shape) {
        return known.share();
      }
    }
    Encoding encoding = Codec.current().encode("function", function);
    PackedFunction packed = new PackedFunction(shape, Notice.post(SharedArena.current(), encoding));
    if (encoding.isCodeAlone()) {
      keep(new Same(function), packed);
    }
    return packed;
  }

  private void keep(Same function, PackedFunction packed) {
    List<PackedFunction> dropped = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      PackedFunction before = constant.put(function, packed.share());
      if (before != null) {
        dropped.add(before);
      }
      if (constant.size() > MOST) {
        Same eldest = constant.keySet().iterator().next();
        dropped.add(constant.remove(eldest));
      }
    }
    dropped.forEach(PackedFunction::close);
  }

  @Override
  public synchronized void close() {
    closed = true;
    constant.values().forEach(PackedFunction::close);
    constant.clear();
  }
}
