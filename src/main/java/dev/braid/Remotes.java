package dev.braid;

import dev.braid.memory.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An object of this package as it looks where it is not: of its own class for whoever uses it, but
/// every call goes to a handler. What `java.lang.reflect.Proxy` is to an interface.
///
/// For each class there is a base here, which has no memory, and which [RemoteClass] extends by all
/// public methods but those that are [Here] and those that the base has. The bases are all that the
/// sealed classes permit, so nobody else can extend these.
@SuppressWarnings({"NullAway", "serial"}) // without memory; and never written, as their classes say
final class Remotes {
  private static final Map<Class<?>, Class<?>> BASES =
      Stream.of(
              OfQueue.class,
              OfJoinableQueue.class,
              OfLock.class,
              OfRLock.class,
              OfSemaphore.class,
              OfBoundedSemaphore.class,
              OfCondition.class,
              OfEvent.class,
              OfBarrier.class,
              OfValue.class,
              OfArray.class)
          .collect(Collectors.toMap(Class::getSuperclass, Function.identity()));

  private static final ClassValue<MethodHandle> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return RemoteClass.constructor(base(type));
        }
      };

  private Remotes() {}

  /// An object of `type` whose calls go to `handler`; it needs no shared memory.
  ///
  /// The handler gets the object, the method as `type` has it, and the arguments, boxed; none are
  /// an empty array. What it returns is unboxed, what it throws is thrown, as with a `Proxy`. It is
  /// asked, beside the public methods, for `toString()`, and for `writeReplace()`, whose result is
  /// written in the object's place when it is sent. It has to answer `whenReady()` by a
  /// `CompletableFuture` of this process, and methods that return their own object, such as
  /// [Lock#pythonic], by its first argument. `equals` and `hashCode` are those of `Object`.
  ///
  /// @param type one of those that [#types] has
  static <T> T of(Class<T> type, InvocationHandler handler) {
    Objects.requireNonNull(handler, "handler");
    MethodHandle constructor = CONSTRUCTORS.get(type);
    try {
      return type.cast(constructor.invoke(handler));
    } catch (Throwable e) {
      throw new IllegalStateException("no remote %s could be made".formatted(type), e);
    }
  }

  /// What every remote object also is.
  interface Handled {
    /// Where its calls go.
    InvocationHandler handler();
  }

  /// Where the calls of a remote object go; null if it isn't one.
  static @Nullable InvocationHandler handlerOf(Object object) {
    return object instanceof Handled handled ? handled.handler() : null;
  }

  /// The class whose remote objects can stand for that one; null if there is none.
  static @Nullable Class<?> typeOf(Object object) {
    Class<?> type = object.getClass();
    while (type != null && !BASES.containsKey(type)) {
      type = type.getSuperclass();
    }
    return type;
  }

  /// The classes that have remote objects.
  static Stream<Class<?>> types() {
    return BASES.keySet().stream();
  }

  private static Class<?> base(Class<?> type) {
    Class<?> base = BASES.get(type);
    if (base == null) {
      throw new IllegalArgumentException(
          "%s can't be remote; an interface can, and so can %s"
              .formatted(
                  type.getName(),
                  types().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "))));
    }
    return base;
  }

  /// What every method of a [RemoteClass] does.
  static @Nullable Object call(
      Object self, InvocationHandler handler, Method method, Object[] arguments) throws Throwable {
    try {
      return handler.invoke(self, method, arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      if (Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(e))) {
        throw e;
      }
      throw new UndeclaredThrowableException(e, "%s can't throw %s".formatted(method, e));
    }
  }

  private static IllegalArgumentException noMemory() {
    return new IllegalArgumentException(
        "the lock is a manager's, and a new condition needs one in this session's memory;"
            + " call newCondition() of the lock for a condition where the lock is");
  }

  abstract static class OfQueue<T extends @Nullable Object> extends Queue<T> {
    OfQueue() {
      super(null);
    }
  }

  abstract static class OfJoinableQueue<T extends @Nullable Object> extends JoinableQueue<T> {
    OfJoinableQueue() {
      super(null, null);
    }
  }

  abstract static non-sealed class OfLock extends Lock {
    OfLock() {
      super(null);
    }

    @Override
    SharedLock shared() {
      throw noMemory();
    }
  }

  abstract static non-sealed class OfRLock extends RLock {
    OfRLock() {
      super(null);
    }

    @Override
    SharedLock shared() {
      throw noMemory();
    }
  }

  abstract static non-sealed class OfSemaphore extends Semaphore {
    OfSemaphore() {
      super(null);
    }
  }

  abstract static non-sealed class OfBoundedSemaphore extends BoundedSemaphore {
    OfBoundedSemaphore() {
      super(null);
    }
  }

  abstract static non-sealed class OfCondition extends Condition {
    OfCondition() {
      super(null, null);
    }
  }

  abstract static non-sealed class OfEvent extends Event {
    OfEvent() {
      super(null);
    }
  }

  abstract static non-sealed class OfBarrier extends Barrier {
    OfBarrier() {
      super(null, null);
    }
  }

  abstract static non-sealed class OfValue<T> extends Value<T> {
    OfValue() {
      super(null, null);
    }
  }

  abstract static non-sealed class OfArray<T> extends Array<T> {
    OfArray() {
      super(null, null);
    }

    @Override
    public MemorySegment segment() {
      throw new UnsupportedOperationException(
          "the array is a manager's, and its memory can't be had from elsewhere;"
              + " toList() and slice() copy out of it, setAll() copies into it");
    }
  }
}
