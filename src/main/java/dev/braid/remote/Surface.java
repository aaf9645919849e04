package dev.braid.remote;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The methods by which objects of a type can be called from elsewhere: all public ones of the
/// type, however much more an object has.
///
/// A signature is a name with the types of the parameters, such as `get(int)`.
public final class Surface {
  private static final ClassValue<Surface> KNOWN =
      new ClassValue<>() {
        @Override
        protected Surface computeValue(Class<?> type) {
          return new Surface(type);
        }
      };

  private static final ClassValue<Map<Method, String>> SIGNATURES =
      new ClassValue<>() {
        @Override
        protected Map<Method, String> computeValue(Class<?> type) {
          return Arrays.stream(type.getMethods())
              .collect(Collectors.toMap(method -> method, Surface::describe));
        }
      };

  private final Class<?> type;
  private final Map<String, Method> methods = new HashMap<>();

  private Surface(Class<?> type) {
    this.type = type;
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class) {
        // A type that isn't public has public methods, too.
        method.trySetAccessible();
        methods.merge(describe(method), method, Surface::moreSpecific);
      }
    }
    if (type.isInterface()) {
      addTextOf(Object.class);
    }
  }

  private void addTextOf(Class<?> any) {
    try {
      Method text = any.getMethod("toString");
      methods.putIfAbsent(describe(text), text);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every object has a text", e);
    }
  }

  /// Of a method and the bridge to it.
  private static Method moreSpecific(Method one, Method other) {
    return one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one;
  }

  /// That of a type.
  public static Surface of(Class<?> type) {
    return KNOWN.get(type);
  }

  /// A method's signature.
  public static String signature(Method method) {
    String known = SIGNATURES.get(method.getDeclaringClass()).get(method);
    return known == null ? describe(method) : known;
  }

  private static String describe(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getTypeName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  /// The method with that signature; null if there is none.
  @Nullable Method find(String signature) {
    return methods.get(signature);
  }

  /// Says that there is no such method.
  NoSuchElementException missing(String signature) {
    return new NoSuchElementException(
        "%s has no method %s; it has %s"
            .formatted(
                type.getTypeName(),
                signature,
                methods.keySet().stream().sorted().collect(Collectors.joining(", "))));
  }
}
