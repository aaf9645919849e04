package dev.braid;

import static dev.braid.Applied.remote;
import static dev.braid.Applied.thrower;
import static dev.braid.Applied.throwing;
import static dev.braid.Multiprocessing.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.SharedArena;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Objects whose calls go elsewhere; here to an object of this session, most of the time.
@SuppressWarnings("WaitNotInLoop") // it is what is tested
class RemotesTest {
  private record Call(Object self, Method method, List<Object> arguments) {}

  /// A value of every type that is a parameter or the result of one of the methods.
  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          boolean.class,
          true,
          int.class,
          7,
          long.class,
          1L << 40,
          Object.class,
          "an item",
          Duration.class,
          millis(3),
          Iterable.class,
          List.of(1, 2),
          List.class,
          List.of(3),
          CompletableFuture.class,
          new CompletableFuture<>());

  static Stream<Class<?>> types() {
    return Remotes.types();
  }

  /// Every public method of an object, of the class that has it.
  private static Stream<Method> methods(Class<?> type) {
    return type == Object.class
        ? Stream.of()
        : Stream.concat(Arrays.stream(type.getDeclaredMethods()), methods(type.getSuperclass()))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic());
  }

  private static boolean declares(Class<?> type, Method method) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(own ->
            own.getName().equals(method.getName())
                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  private static boolean isSegment(Method method) {
    return method.getName().equals("segment");
  }

  @Test
  void thereIsOneOfEachKind() {
    assertThat(Remotes.types())
        .containsExactlyInAnyOrder(
            Queue.class,
            JoinableQueue.class,
            Lock.class,
            RLock.class,
            Semaphore.class,
            BoundedSemaphore.class,
            Condition.class,
            Event.class,
            Barrier.class,
            Value.class,
            Array.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyPublicMethodIsForwardedOrIsHere(Class<?> type) throws Exception {
    List<Call> calls = new ArrayList<>();
    Object remote =
        Remotes.of(
            type,
            (self, method, arguments) -> {
              calls.add(new Call(self, method, List.of(arguments)));
              return sample(method.getReturnType(), self);
            });
    for (Method method : methods(type).toList()) {
      boolean isHere = method.isAnnotationPresent(Here.class) || isSegment(method);
      assertThat(declares(remote.getClass(), method)).as("%s", method).isEqualTo(!isHere);
      if (!isHere) {
        forwards(remote, method, calls);
      }
    }
    assertThat(calls).isEmpty();
  }

  @SuppressWarnings("ReferenceEquality") // it is what is tested
  private static void forwards(Object remote, Method method, List<Call> calls) throws Exception {
    List<Object> arguments =
        Arrays.stream(method.getParameterTypes()).map(type -> sample(type, remote)).toList();
    Object result = method.invoke(remote, arguments.toArray());
    assertThat(calls).as("%s", method).hasSize(1);
    Call call = calls.removeFirst();
    assertThat(call.self() == remote).isTrue();
    assertThat(call.method().getName()).isEqualTo(method.getName());
    assertThat(call.method().getParameterTypes()).isEqualTo(method.getParameterTypes());
    assertThat(call.arguments()).isEqualTo(arguments);
    if (method.getReturnType() != void.class) {
      assertThat(result == remote || result.equals(sample(method.getReturnType(), remote)))
          .as("%s", method)
          .isTrue();
    }
  }

  private static final Lock SOME_LOCK = Remotes.of(Lock.class, (_, _, _) -> "some lock");
  private static final Condition SOME_CONDITION =
      Remotes.of(Condition.class, (_, _, _) -> "some condition");

  private static Object sample(Class<?> type, Object self) {
    if (type.isInstance(self) && type != Object.class) {
      return self;
    }
    if (type == Mutex.class) {
      return SOME_LOCK;
    }
    if (type == Condition.class) {
      return SOME_CONDITION;
    }
    return type == String.class ? "a text" : SAMPLES.getOrDefault(type, type);
  }

  @ParameterizedTest
  @MethodSource("types")
  void equalityIsThatOfObjects(Class<?> type) {
    List<String> calls = new ArrayList<>();
    InvocationHandler handler =
        (_, method, _) -> {
          calls.add(method.getName());
          return "a text from afar";
        };
    Object one = Remotes.of(type, handler);
    Object other = Remotes.of(type, handler);
    assertThat(one.getClass()).isSameAs(other.getClass());
    assertThat(one.equals(other)).isFalse();
    assertThat(Set.of(one, other).contains(other)).isTrue();
    assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
    assertThat(calls).isEmpty();
    assertThat(one.toString()).isEqualTo("a text from afar");
    assertThat(calls).containsExactly("toString");
  }

  @Test
  void aThousandOfThemTakeNoSharedMemory() {
    SharedArena arena = SharedArena.current();
    long before = arena.count();
    List<Object> all = new ArrayList<>();
    Remotes.types()
        .forEach(type -> {
          for (int i = 0; i < 1000; i++) {
            all.add(Remotes.of(type, new Applied("nothing")));
          }
        });
    assertThat(arena.count()).isLessThanOrEqualTo(before);
    assertThat(all).hasSize(11_000);
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatCannotBeRemoteIsRefused(Class<?> type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Remotes.of(type, new Applied("nothing")))
        .withMessageContaining(type.getName() + " can't be remote")
        .withMessageContaining("Array, Barrier, BoundedSemaphore");
  }

  static Stream<Class<?>> others() {
    return Stream.of(
        Mutex.class,
        Permits.class,
        RawValue.class,
        SimpleQueue.class,
        Process.class,
        String.class,
        int.class,
        Remotes.OfLock.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void isSentAsWhatTheHandlerSays(Class<?> type) {
    Queue<Object> queue = new Queue<>();
    queue.put(
        Remotes.of(
            type,
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("writeReplace");
              return "in place of " + type.getSimpleName();
            }));
    assertThat(queue.get()).isEqualTo("in place of " + type.getSimpleName());
  }

  @Test
  void anExceptionIsThrownAsItIs() {
    for (Throwable thrown : List.of(new Queue.Empty("none"), new IllegalStateException("no"))) {
      assertThatThrownBy(() -> throwing(Queue.class, thrown).get()).isSameAs(thrown);
    }
    Error error = new AssertionError("an error");
    assertThatThrownBy(() -> throwing(Event.class, error).set()).isSameAs(error);
  }

  @Test
  void aCheckedExceptionIsThrownAsItIsIfTheMethodDeclaresIt() throws Exception {
    Method declares = Callable.class.getMethod("call");
    IOException thrown = new IOException("the link is cut");
    assertThatThrownBy(() -> Remotes.call(this, thrower(thrown), declares, new Object[0]))
        .isSameAs(thrown);
    assertThatExceptionOfType(UndeclaredThrowableException.class)
        .isThrownBy(() -> throwing(Event.class, thrown).set())
        .withMessageContaining("Event.set() can't throw java.io.IOException: the link is cut")
        .withCause(thrown);
  }
}
