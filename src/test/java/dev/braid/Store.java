package dev.braid;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/// An interface of a user's, with all that interfaces can have.
interface Store {
  /// What it sells.
  record Ware(String name, int price) implements Serializable {}

  /// Of an own type, which is registered, too.
  interface Cashier {
    int pay(int amount);

    int total();
  }

  /// Nothing that can be copied.
  interface Window {
    String look();
  }

  /// Can't be copied: it refers to a thread.
  final class Fire extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that is the point
    private final Object cause = Thread.currentThread();

    Fire() {
      super("it burns");
    }
  }

  Ware sell(String name);

  int price(String name);

  int price(int index);

  long sum(int... prices);

  <T extends Comparable<T>> T dearest(List<T> wares);

  default String greet(String who) {
    return "Welcome, %s, to %s".formatted(who, where());
  }

  /// Counts how often it runs, and returns what can't be copied.
  default Object lateThread(Value<Integer> runs) {
    runs.update(n -> n + 1);
    return thread();
  }

  /// The pid of who runs it.
  long where();

  void closed() throws IOException;

  void burn();

  Iterator<Ware> wares();

  Cashier cashier();

  Window window();

  Object thread();

  boolean open(boolean now);

  char sign(byte b, short s, char c, float f, double d);

  /// Waits until it is interrupted; then it says so by [#wasInterrupted].
  void queue(Event arrived) throws InterruptedException;

  boolean wasInterrupted();

  Object take(Object anything);
}
