package dev.braid;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

/// The classes of which values come with the calls of an interface, as far as its declarations say:
/// those of parameters, results and exceptions, of what is in their fields, and the records and
/// classes that a sealed interface permits. Those of the JDK are left to the [Admission].
final class Needs {
  private final Set<Class<?>> found = new HashSet<>();

  private Needs() {}

  /// Those of all methods.
  static Class<?>[] of(Class<?> called) {
    Needs needs = new Needs();
    for (Method method : called.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        needs.add(method.getGenericReturnType());
        for (Type type : method.getGenericParameterTypes()) {
          needs.add(type);
        }
        for (Type type : method.getGenericExceptionTypes()) {
          needs.add(type);
        }
      }
    }
    return needs.found.toArray(new Class<?>[0]);
  }

  private void add(Type type) {
    switch (type) {
      case Class<?> plain -> add(plain);
      case ParameterizedType generic -> {
        add(generic.getRawType());
        for (Type argument : generic.getActualTypeArguments()) {
          add(argument);
        }
      }
      case GenericArrayType array -> add(array.getGenericComponentType());
      case WildcardType wildcard -> {
        for (Type bound : wildcard.getUpperBounds()) {
          add(bound);
        }
      }
      default -> {}
    }
  }

  private void add(Class<?> type) {
    if (type.isArray()) {
      add(type.getComponentType());
      return;
    }
    if (type.isPrimitive() || type.getName().startsWith("java.") || !found.add(type)) {
      return;
    }
    for (Class<?> permitted : type.isSealed() ? type.getPermittedSubclasses() : new Class<?>[0]) {
      add(permitted);
    }
    if (!type.isInterface()) {
      if (type.getSuperclass() != null) {
        add(type.getSuperclass());
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          add(field.getGenericType());
        }
      }
    }
  }
}
