package dev.braid;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A list of a server; Python's `ListProxy`. Every call is one of the server's, and atomic; items
/// are copied.
///
/// A function is sent to the server and runs there, while nobody else uses the list; where one
/// can't be sent, item after item is changed from here. Iteration and streams go through a copy of
/// the moment when it begins; what they remove or set is the server's. Safe for use by many threads
/// and processes, to which it can be sent.
///
/// @param <T> of the items
@SuppressWarnings("NullAway") // a list of users' types says nothing about null
public final class ListProxy<T> extends AbstractList<T> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;

  /// What a list also can at its server.
  interface Copying<T> extends List<T>, Copies<ArrayList<T>>, Reversible {}

  /// What can be turned around.
  interface Reversible {
    /// Turns the order of the items around.
    void reverse();
  }

  private final transient Remote remote;
  private final transient Copying<T> list;

  ListProxy(Remote remote, Copying<T> list) {
    this.remote = remote;
    this.list = list;
  }

  Remote remote() {
    return remote;
  }

  /// Turns the order of the items around, at the server; Python's `reverse`.
  public void reverse() {
    list.reverse();
  }

  /// Sorts the items by their natural order, at the server; Python's `sort`.
  ///
  /// @throws ClassCastException if they have none
  public void sort() {
    list.sort(null);
  }

  @Override
  public void sort(@Nullable Comparator<? super T> order) {
    Sending.orElse(() -> list.sort(order), () -> super.sort(order));
  }

  @Override
  public void replaceAll(UnaryOperator<T> function) {
    Sending.orElse(() -> list.replaceAll(function), () -> super.replaceAll(function));
  }

  @Override
  public boolean removeIf(Predicate<? super T> filter) {
    return Sending.orElse(() -> list.removeIf(filter), () -> super.removeIf(filter));
  }

  @Override
  public int size() {
    return list.size();
  }

  @Override
  public T get(int index) {
    return list.get(index);
  }

  @Override
  public T set(int index, T item) {
    return list.set(index, item);
  }

  @Override
  public boolean add(T item) {
    return list.add(item);
  }

  @Override
  public void add(int index, T item) {
    list.add(index, item);
  }

  // The defaults of the four that follow are two calls, between which others may change the list.

  @Override
  public T getFirst() {
    return list.getFirst();
  }

  @Override
  public T getLast() {
    return list.getLast();
  }

  @Override
  public T removeFirst() {
    return list.removeFirst();
  }

  @Override
  public T removeLast() {
    return list.removeLast();
  }

  @Override
  public boolean addAll(Collection<? extends T> items) {
    return list.addAll(new ArrayList<>(items));
  }

  @Override
  public boolean addAll(int index, Collection<? extends T> items) {
    return list.addAll(index, new ArrayList<>(items));
  }

  @Override
  public T remove(int index) {
    return list.remove(index);
  }

  @Override
  public boolean remove(@Nullable Object item) {
    return list.remove(item);
  }

  @Override
  public boolean removeAll(Collection<?> items) {
    return list.removeAll(new ArrayList<>(items));
  }

  @Override
  public boolean retainAll(Collection<?> items) {
    return list.retainAll(new ArrayList<>(items));
  }

  @Override
  public void clear() {
    list.clear();
  }

  @Override
  public boolean contains(@Nullable Object item) {
    return list.contains(item);
  }

  @Override
  public boolean containsAll(Collection<?> items) {
    return list.containsAll(new ArrayList<>(items));
  }

  @Override
  public int indexOf(@Nullable Object item) {
    return list.indexOf(item);
  }

  @Override
  public int lastIndexOf(@Nullable Object item) {
    return list.lastIndexOf(item);
  }

  @Override
  public Object[] toArray() {
    return list.copy().toArray();
  }

  @Override
  public <A> A[] toArray(A[] array) {
    return list.copy().toArray(array);
  }

  @Override
  public void forEach(Consumer<? super T> action) {
    list.copy().forEach(action);
  }

  @Override
  public Spliterator<T> spliterator() {
    return list.copy().spliterator();
  }

  @Override
  public Iterator<T> iterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<T> listIterator(int index) {
    return new CopyIterator<>(list.copy().listIterator(index), this);
  }

  @Override
  public String toString() {
    return list.copy().toString();
  }

  private Object writeReplace() {
    return remote.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as the name of its object");
  }
}
