package dev.braid;

import dev.braid.remote.LineLostException;
import dev.braid.remote.RemoteFailure;
import dev.braid.remote.UnsentException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the caller of a proxy gets when a call fails.
final class Failures {
  private Failures() {}

  /// @param thrown by the peer
  /// @param server in words
  static Throwable of(Throwable thrown, String server, Method method) {
    return switch (thrown) {
      case RemoteFailure failure -> told(failure, server, method);
      case UnsentException unsent -> unsent(unsent.reason());
      case LineLostException lost ->
          new ManagerLostException(
              "%s is gone: %s; whether %s() has run isn't known"
                  .formatted(server, lost.getMessage(), method.getName()),
              lost);
      case InterruptedException e ->
          declares(method, e)
              ? e
              : new InterruptedWaitException(
                  "calling %s() of %s".formatted(method.getName(), server), e);
      default -> thrown;
    };
  }

  private static RuntimeException unsent(RuntimeException reason) {
    return reason instanceof CopyException e ? e.unsent(true) : reason;
  }

  /// What the method threw, if it is here and may be thrown; else its text.
  private static Throwable told(RemoteFailure failure, String server, Method method) {
    Throwable original = failure.thrown();
    if (original == null) {
      return new ChildException("in %s: %s".formatted(server, failure.text().strip()));
    }
    Troubles.explain(original, new RemoteTrace(server, original));
    return isUnchecked(original) || declares(method, original)
        ? original
        : new BraidException(
            "%s() failed in %s: %s".formatted(method.getName(), server, original), original);
  }

  private static boolean isUnchecked(@Nullable Throwable thrown) {
    return thrown instanceof RuntimeException || thrown instanceof Error;
  }

  private static boolean declares(Method method, Throwable thrown) {
    return Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
  }
}
