package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/// Numbered, so that one that is lost, repeated or late is seen; with bytes that tell if it is
/// whole.
record Item(String who, int number, byte[] bytes) implements Serializable {
  static Item of(String who, int number, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (number + i);
    }
    return new Item(who, number, bytes);
  }

  boolean isWhole() {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != (byte) (number + i)) {
        return false;
      }
    }
    return true;
  }

  static int putAll(Queue<Item> queue, String who, int count, int size) {
    for (int i = 0; i < count; i++) {
      queue.put(Item.of(who, i, size), PATIENCE);
    }
    return count;
  }

  /// Takes everything that is there now.
  static List<Item> drain(Queue<Item> queue) {
    List<Item> items = new ArrayList<>();
    while (!queue.empty()) {
      items.add(queue.get(PATIENCE));
    }
    assertThat(items).allMatch(Item::isWhole);
    return items;
  }

  static List<Integer> numbers(List<Item> items, String who) {
    return items.stream().filter(item -> item.who().equals(who)).map(Item::number).toList();
  }

  static List<Integer> range(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
