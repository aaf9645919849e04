package dev.braid;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A set of a server; as [ListProxy].
@SuppressWarnings("NullAway") // a set of users' types says nothing about null
final class SetProxy<T> extends AbstractSet<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  /// What a set also can at its server.
  interface Copying<T> extends Set<T>, Copies<LinkedHashSet<T>> {}

  private final transient Remote remote;
  private final transient Copying<T> set;

  SetProxy(Remote remote, Copying<T> set) {
    this.remote = remote;
    this.set = set;
  }

  Remote remote() {
    return remote;
  }

  @Override
  public int size() {
    return set.size();
  }

  @Override
  public boolean contains(@Nullable Object item) {
    return set.contains(item);
  }

  @Override
  public boolean containsAll(Collection<?> items) {
    return set.containsAll(new LinkedHashSet<>(items));
  }

  @Override
  public boolean add(T item) {
    return set.add(item);
  }

  @Override
  public boolean addAll(Collection<? extends T> items) {
    return set.addAll(new LinkedHashSet<>(items));
  }

  @Override
  public boolean remove(@Nullable Object item) {
    return set.remove(item);
  }

  @Override
  public boolean removeAll(Collection<?> items) {
    return set.removeAll(new LinkedHashSet<>(items));
  }

  @Override
  public boolean retainAll(Collection<?> items) {
    return set.retainAll(new LinkedHashSet<>(items));
  }

  @Override
  public boolean removeIf(Predicate<? super T> filter) {
    return Sending.orElse(() -> set.removeIf(filter), () -> super.removeIf(filter));
  }

  @Override
  public void clear() {
    set.clear();
  }

  @Override
  public Object[] toArray() {
    return set.copy().toArray();
  }

  @Override
  public <A> A[] toArray(A[] array) {
    return set.copy().toArray(array);
  }

  @Override
  public Spliterator<T> spliterator() {
    return set.copy().spliterator();
  }

  @Override
  public Iterator<T> iterator() {
    Iterator<T> copied = set.copy().iterator();
    return new Iterator<>() {
      private @Nullable T last;

      @Override
      public boolean hasNext() {
        return copied.hasNext();
      }

      @Override
      public T next() {
        last = copied.next();
        return last;
      }

      @Override
      public void remove() {
        copied.remove();
        set.remove(last);
      }
    };
  }

  @Override
  public String toString() {
    return set.copy().toString();
  }

  private Object writeReplace() {
    return remote.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as the name of its object");
  }
}
