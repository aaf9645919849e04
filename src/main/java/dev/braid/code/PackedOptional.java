package dev.braid.code;

import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `Optional` on its way, which the JDK doesn't serialize.
@SuppressWarnings("serial") // as serializable as its value; packing finds the one that isn't
record PackedOptional(@Nullable Object value) implements Serializable {
  @Serial
  private Object readResolve() {
    return Optional.ofNullable(value);
  }
}
