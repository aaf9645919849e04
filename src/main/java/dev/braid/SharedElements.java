package dev.braid;

import dev.braid.memory.Elements;
import java.util.ArrayList;
import java.util.List;

/// New elements of values and arrays, with the errors that users know.
final class SharedElements {
  private SharedElements() {}

  static <T> Elements<T> one(char typecode, T value) {
    return InArena.made(_ -> Elements.one(typecode, value));
  }

  static <T> Elements<T> one(T value) {
    return InArena.made(_ -> Elements.one(value));
  }

  static <T> Elements<T> of(char typecode, Iterable<? extends T> values) {
    List<T> list = listed(values);
    return InArena.made(_ -> Elements.of(typecode, list));
  }

  static <T> Elements<T> zeros(char typecode, int length) {
    return InArena.made(_ -> Elements.zeros(typecode, length));
  }

  static <T> List<T> listed(Iterable<? extends T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }
}
