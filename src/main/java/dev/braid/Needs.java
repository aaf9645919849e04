package dev.braid;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

/// The classes of which values come with the calls of an interface, as far as its declarations say:
/// those of parameters, results and exceptions, of what is in their fields, the records and classes
/// that a sealed interface permits, and those of the calls of other interfaces that are named, for
/// there may be proxies of these. Those of the JDK are left to the [Admission].
final class Needs {
  private final Set<Class<?>> found = new HashSet<>();
  private final Set<TypeVariable<?>> variables = new HashSet<>();

  private Needs() {}

  /// Those of all methods.
  static Class<?>[] of(Class<?> called) {
    Needs needs = new Needs();
    needs.addCallsOf(called);
    return needs.found.toArray(new Class<?>[0]);
  }

  private void addCallsOf(Class<?> called) {
    for (Method method : called.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        add(method.getGenericReturnType());
        addAll(method.getGenericParameterTypes());
        addAll(method.getGenericExceptionTypes());
      }
    }
  }

  private void addAll(Type... types) {
    for (Type type : types) {
      add(type);
    }
  }

  private void add(Type type) {
    switch (type) {
      case Class<?> plain -> add(plain);
      case ParameterizedType generic -> {
        add(generic.getRawType());
        addAll(generic.getActualTypeArguments());
      }
      case GenericArrayType array -> add(array.getGenericComponentType());
      case WildcardType wildcard -> {
        addAll(wildcard.getUpperBounds());
        addAll(wildcard.getLowerBounds());
      }
      case TypeVariable<?> variable -> {
        // Once, for it may be in its own bounds.
        if (variables.add(variable)) {
          addAll(variable.getBounds());
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
    if (type.isInterface()) {
      addCallsOf(type);
    } else {
      if (type.getGenericSuperclass() != null) {
        add(type.getGenericSuperclass());
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
