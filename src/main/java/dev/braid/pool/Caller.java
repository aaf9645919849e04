package dev.braid.pool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Calls the functions of users, whose interfaces are not known here.
@FunctionalInterface
public interface Caller extends Serializable {
  /// What the function returns; null if it has no result.
  ///
  /// @param argument null if it takes none
  /// @throws Throwable what it throws
  @Nullable Object call(Shape shape, @Nullable Object function, @Nullable Object argument)
      throws Throwable;
}
