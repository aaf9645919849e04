package dev.braid;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;

/// A [Store], at its server.
final class StoreKeeper implements Store {
  private final List<Ware> wares = List.of(new Ware("tea", 3), new Ware("jam", 5));
  private volatile boolean interrupted;

  private final Till till = new Till();

  /// Where one pays; could be copied.
  static final class Till implements Cashier, Serializable {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger total = new AtomicInteger();

    @Override
    public int pay(int amount) {
      return total.addAndGet(amount);
    }

    @Override
    public int total() {
      return total.get();
    }
  }

  @Override
  public Ware sell(String name) {
    return wares.stream()
        .filter(ware -> ware.name().equals(name))
        .findAny()
        .orElseThrow(() -> new NoSuchElementException("no " + name + " today"));
  }

  @Override
  public int price(String name) {
    return sell(name).price();
  }

  @Override
  public int price(int index) {
    return wares.get(index).price();
  }

  @Override
  public long sum(int... prices) {
    long sum = 0;
    for (int price : prices) {
      sum += price;
    }
    return sum;
  }

  @Override
  public <T extends Comparable<T>> T dearest(List<T> all) {
    return Collections.max(all);
  }

  @Override
  public long where() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void closed() throws IOException {
    throw new IOException("closed on Sundays");
  }

  @Override
  public void burn() {
    throw new Fire();
  }

  @Override
  public Iterator<Ware> wares() {
    return new ArrayList<>(wares).iterator();
  }

  @Override
  public Cashier cashier() {
    return till;
  }

  @Override
  public Window window() {
    Thread here = Thread.currentThread();
    return () -> "seen by " + (here.isAlive() ? "somebody" : "nobody");
  }

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public boolean open(boolean now) {
    return !now;
  }

  @Override
  public char sign(byte b, short s, char c, float f, double d) {
    return (char) (c + b + s + (int) f + (int) d);
  }

  @Override
  public void queue(Event arrived) throws InterruptedException {
    arrived.set();
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    }
  }

  @Override
  public boolean wasInterrupted() {
    return interrupted;
  }

  @Override
  public Object take(Object anything) {
    return anything;
  }

  /// Not of the shop: nobody calls it from elsewhere.
  public String secret() {
    return "the recipe";
  }
}
