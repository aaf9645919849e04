package dev.braid;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/// An interface that names classes in every way.
public interface Shop {
  Receipt buy(Order order) throws SoldOutException;

  Item[][] all(Item... items);

  Map<String, ? extends List<Price>> prices(Map<String, ? extends List<Price>> prices);

  <T extends Wish> T granted(T wish);

  Till till();

  Object any(Object value);

  /// Nested, with a list.
  record Order(List<Item> items, Payment payment) implements Serializable {}

  /// In an array, too.
  record Item(String name, Price price) implements Serializable {}

  /// Deep inside.
  record Price(long cents) implements Serializable {}

  /// One of these.
  sealed interface Payment extends Serializable permits Cash, Card {}

  /// The first.
  record Cash() implements Payment {}

  /// The second.
  record Card(String number) implements Payment {}

  /// A result.
  record Receipt(Order order, long cents) implements Serializable {}

  /// By the bound of a type's variable.
  record Wish(String text) implements Serializable {}

  /// Another object, of which there are proxies.
  interface Till {
    long put(Coin coin);
  }

  /// Named by another interface alone.
  record Coin(long cents) implements Serializable {}

  /// Named by nobody.
  record Stranger(String name) implements Serializable {}

  /// Declared.
  final class SoldOutException extends Exception {
    private static final long serialVersionUID = 1L;

    final Item item;

    SoldOutException(Item item) {
      super(item.name() + " is sold out");
      this.item = item;
    }
  }

  /// The real one.
  final class Real implements Shop {
    @Override
    public Receipt buy(Order order) throws SoldOutException {
      for (Item item : order.items()) {
        if (item.price().cents() == 0) {
          throw new SoldOutException(item);
        }
      }
      return new Receipt(order, order.items().stream().mapToLong(i -> i.price().cents()).sum());
    }

    @Override
    public Item[][] all(Item... items) {
      return new Item[][] {items};
    }

    @Override
    public Map<String, ? extends List<Price>> prices(Map<String, ? extends List<Price>> prices) {
      return prices;
    }

    @Override
    public <T extends Wish> T granted(T wish) {
      return wish;
    }

    @Override
    public Till till() {
      return Coin::cents;
    }

    @Override
    public Object any(Object value) {
      return value;
    }
  }
}
