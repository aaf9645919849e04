package dev.braid.code;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Channel;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/// The object in a graph that can't be copied, and how to get there from a name that the user
/// knows.
///
/// @param path such as `variable 'config'.sockets[2]`
/// @param type of the object
record Obstacle(String path, Class<?> type) {
  private record Step(String path, Object value) {}

  /// Walks the graph breadth first, so that the shortest path is found.
  static Obstacle find(String name, Object root) {
    IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    Queue<Step> steps = new ArrayDeque<>();
    steps.add(new Step(name, root));
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      Object value = step.value();
      if (seen.put(value, true) != null) {
        continue;
      }
      if (!(value instanceof Serializable || value instanceof Optional)) {
        return new Obstacle(step.path(), value.getClass());
      }
      for (Map.Entry<String, Object> part : parts(step.path(), value).entrySet()) {
        if (part.getValue() != null) {
          steps.add(new Step(part.getKey(), part.getValue()));
        }
      }
    }
    // Hidden in a class that doesn't show its fields.
    return new Obstacle(name, root.getClass());
  }

  private static Map<String, Object> parts(String path, Object value) {
    Map<String, Object> parts = new LinkedHashMap<>();
    if (value instanceof Parts named) {
      parts.putAll(named.parts());
    } else if (value instanceof Object[] array) {
      for (int i = 0; i < Array.getLength(array); i++) {
        parts.put(path + "[" + i + "]", array[i]);
      }
    } else if (value instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        parts.put(path + "[" + i++ + "]", element);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> {
        parts.put("a key of " + path, key);
        parts.put(path + "[" + key + "]", element);
      });
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(content -> parts.put(path, content));
    } else if (form(value) instanceof SerializedLambda lambda) {
      captured(lambda, path, parts);
    } else {
      fields(path, form(value), parts);
    }
    return parts;
  }

  private static void captured(SerializedLambda lambda, String path, Map<String, Object> parts) {
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      parts.put("captured value " + (i + 1) + " of " + path, lambda.getCapturedArg(i));
    }
  }

  /// What an object says is to be written in its place; itself if it says nothing.
  private static Object form(Object value) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Method replace = type.getDeclaredMethod("writeReplace");
        replace.setAccessible(true);
        Object form = replace.invoke(value);
        return form == null ? value : form;
      } catch (NoSuchMethodException e) {
        // Perhaps the class above.
      } catch (InvocationTargetException | IllegalAccessException | InaccessibleObjectException e) {
        // It doesn't show its form: it is the end of the path.
        return value;
      }
    }
    return value;
  }

  private static void fields(String path, Object value, Map<String, Object> parts) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            || Modifier.isTransient(field.getModifiers())
            || field.getType().isPrimitive()) {
          continue;
        }
        try {
          field.setAccessible(true);
          parts.put(path + "." + field.getName(), field.get(value));
        } catch (InaccessibleObjectException | IllegalAccessException e) {
          // A class of the JDK keeps its fields to itself.
        }
      }
    }
  }

  /// Why it can't be copied, and what to do.
  String reason(Destination to) {
    if (Thread.class.isAssignableFrom(type) || Executor.class.isAssignableFrom(type)) {
      return "its threads live in this process; create it " + to.there();
    }
    if (Channel.class.isAssignableFrom(type)
        || AutoCloseable.class.isAssignableFrom(type)
        || java.net.Socket.class.isAssignableFrom(type)) {
      return "it is open in this process alone; pass its address, its name or its contents, and open it "
          + to.there();
    }
    if (type.isHidden()) {
      return "this lambda's interface isn't Serializable; use Task, Fn or another interface of dev.braid";
    }
    return "it isn't Serializable; pass a value that is, or make the class implement java.io.Serializable";
  }
}
