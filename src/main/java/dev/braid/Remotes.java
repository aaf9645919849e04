package dev.braid;

import java.lang.reflect.InvocationHandler;
import org.jspecify.annotations.Nullable;

/// Stub until the real one is merged.
@SuppressWarnings("all")
final class Remotes {
  private Remotes() {}

  static <T> T of(Class<T> type, InvocationHandler handler) {
    if (type != null) throw new IllegalArgumentException(type + " has no proxy" + handler);
    return null;
  }

  static boolean supports(Class<?> type) {
    return false;
  }

  static @Nullable InvocationHandler handlerOf(Object object) {
    return null;
  }

  static @Nullable Class<?> typeNamed(String name) {
    return null;
  }

  static @Nullable Class<?> typeOf(Object object) {
    return null;
  }
}
