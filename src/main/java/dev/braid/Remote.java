package dev.braid;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// An object of a server, as a proxy of it in this process knows it: carries out what the proxy is
/// called for.
abstract class Remote implements InvocationHandler {
  /// Calls a method, wherever the object is.
  ///
  /// @throws Throwable what the method throws, or an unchecked exception that says why it can't be
  ///   called
  abstract @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable;

  /// What is sent in the place of a proxy.
  abstract Object handle();

  /// Tells the object from all others.
  abstract Object identity();

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
    if (method.getName().equals("writeReplace")) {
      return handle();
    }
    if (method.getDeclaringClass() == Object.class && !method.getName().equals("toString")) {
      return given.length == 1 ? isSame(given[0]) : identity().hashCode();
    }
    try {
      return call(method, given);
    } catch (CopyException e) {
      if (!method.isDefault() || proxy instanceof Copies) {
        throw e;
      }
      // Such as Iterator.forEachRemaining with a function that can't be sent.
      return InvocationHandler.invokeDefault(proxy, method, given);
    }
  }

  private boolean isSame(@Nullable Object other) {
    Remote remote = Proxies.remoteOf(other);
    return remote != null && remote.identity().equals(identity());
  }
}
