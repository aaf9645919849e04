package dev.braid;

import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// New elements of values and arrays, with the errors that users know.
final class SharedElements {
  private SharedElements() {}

  static <T> Elements<T> one(char typecode, T value) {
    return made(() -> Elements.one(typecode, value));
  }

  static <T> Elements<T> one(T value) {
    return made(() -> Elements.one(value));
  }

  static <T> Elements<T> of(char typecode, Iterable<? extends T> values) {
    List<T> list = listed(values);
    return made(() -> Elements.of(typecode, list));
  }

  static <T> Elements<T> zeros(char typecode, int length) {
    return made(() -> Elements.zeros(typecode, length));
  }

  private static <T> Elements<T> made(Supplier<Elements<T>> creation) {
    try {
      return creation.get();
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  static <T> List<T> listed(Iterable<? extends T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }
}
