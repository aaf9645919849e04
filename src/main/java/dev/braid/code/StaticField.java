package dev.braid.code;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/// A static field of a notebook's class, such as a variable of a cell.
record StaticField(Field field) {
  static StaticField of(CodeWalk.Variable variable, ClassLoader loader) throws IOException {
    try {
      Class<?> owner = Class.forName(variable.owner(), true, loader);
      for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (field.getName().equals(variable.name()) && Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            return new StaticField(field);
          }
        }
        for (Class<?> parent : type.getInterfaces()) {
          for (Field field : parent.getFields()) {
            if (field.getName().equals(variable.name())) {
              return new StaticField(field);
            }
          }
        }
      }
      throw new IOException(
          "class %s has no static field '%s'".formatted(variable.owner(), variable.name()));
    } catch (ClassNotFoundException e) {
      throw new IOException("class %s isn't there".formatted(variable.owner()), e);
    }
  }

  /// The class that declares it, which may be above the one that the code names.
  Class<?> owner() {
    return field.getDeclaringClass();
  }

  /// False for constants, which every process computes for itself when the class is initialized.
  boolean isSettable() {
    return !Modifier.isFinal(field.getModifiers());
  }

  Object get() throws IOException {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IOException("can't read variable '%s'".formatted(field.getName()), e);
    }
  }

  void set(Object value) throws IOException {
    try {
      field.set(null, value);
    } catch (IllegalAccessException e) {
      throw new IOException("can't set variable '%s'".formatted(field.getName()), e);
    }
  }
}
