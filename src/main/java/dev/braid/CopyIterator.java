package dev.braid;

import java.util.List;
import java.util.ListIterator;

/// Goes through a copy of a list; what it changes is changed in the list, too, at the same index.
final class CopyIterator<T> implements ListIterator<T> {
  private final ListIterator<T> copied;
  private final List<T> list;
  private int last = -1;

  CopyIterator(ListIterator<T> copied, List<T> list) {
    this.copied = copied;
    this.list = list;
  }

  @Override
  public boolean hasNext() {
    return copied.hasNext();
  }

  @Override
  public T next() {
    last = copied.nextIndex();
    return copied.next();
  }

  @Override
  public boolean hasPrevious() {
    return copied.hasPrevious();
  }

  @Override
  public T previous() {
    last = copied.previousIndex();
    return copied.previous();
  }

  @Override
  public int nextIndex() {
    return copied.nextIndex();
  }

  @Override
  public int previousIndex() {
    return copied.previousIndex();
  }

  @Override
  public void remove() {
    copied.remove();
    list.remove(last);
  }

  @Override
  public void set(T item) {
    copied.set(item);
    list.set(last, item);
  }

  @Override
  public void add(T item) {
    int index = copied.nextIndex();
    copied.add(item);
    list.add(index, item);
  }
}
