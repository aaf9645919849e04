package dev.braid;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Applies each call to an object, and notes the method's name.
record Applied(Object target, List<String> calls) implements InvocationHandler {
  Applied(Object target) {
    this(target, new CopyOnWriteArrayList<>());
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // that very object
  public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
    calls.add(method.getName());
    method.setAccessible(true);
    try {
      Object result = method.invoke(target, arguments);
      return result == target ? self : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static InvocationHandler thrower(Throwable thrown) {
    return (_, _, _) -> {
      throw thrown;
    };
  }

  static <T> T throwing(Class<T> type, Throwable thrown) {
    return Remotes.of(type, thrower(thrown));
  }

  @SuppressWarnings("unchecked")
  static <T> T remote(Class<? super T> type, Object target, List<String> calls) {
    return (T) Remotes.of(type, new Applied(target, calls));
  }

  static <T> T remote(Class<? super T> type, Object target) {
    return remote(type, target, new CopyOnWriteArrayList<>());
  }
}
