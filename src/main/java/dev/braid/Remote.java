package dev.braid;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
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

  /// Says that this thread won't call any more.
  abstract void leave();

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
    if (proxy instanceof Waitable && method.getName().equals("whenReady")) {
      return whenReady();
    }
    try {
      Object result = call(method, given);
      Remote returned = proxy instanceof Remotes.Handled ? Proxies.remoteOf(result) : null;
      // Such as Lock.pythonic(), which returns its own object.
      return returned != null && returned.identity().equals(identity()) ? proxy : result;
    } catch (CopyException e) {
      if (!e.isUnsent() || !method.isDefault() || proxy instanceof Copies) {
        throw e;
      }
      // Such as Iterator.forEachRemaining with a function that can't be sent.
      return InvocationHandler.invokeDefault(proxy, method, given);
    }
  }

  /// Waits at the server, on a thread of its own here, until it is ready or nobody waits any more.
  private CompletableFuture<Void> whenReady() {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .name("braid-manager-wait")
            .start(() -> {
              try {
                var _ = call(Awaitable.AWAIT_READY, new Object[0]);
                ready.complete(null);
              } catch (Throwable t) {
                ready.completeExceptionally(t);
              } finally {
                leave();
              }
            });
    var _ = ready.whenComplete((_, _) -> waiting.interrupt());
    return ready;
  }

  private boolean isSame(@Nullable Object other) {
    Remote remote = Proxies.remoteOf(other);
    return remote != null && remote.identity().equals(identity());
  }
}
