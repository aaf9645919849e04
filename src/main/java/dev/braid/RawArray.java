package dev.braid;

import dev.braid.memory.Elements;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/// Numbers or characters of one typecode in shared memory, of a fixed length, without a lock;
/// Python's `multiprocessing.sharedctypes.RawArray`. [Array] has a lock besides.
///
/// The typecodes are those of [RawValue]. The class of the first element says what all are in Java;
/// made by its length alone, or of nothing, it has the typecode's own:
///
/// | typecodes       | class       |
/// |-----------------|-------------|
/// | `b B h H i`     | `Integer`   |
/// | `I l L q Q`     | `Long`      |
/// | `f`             | `Float`     |
/// | `d`             | `Double`    |
/// | `c u`           | `Character` |
///
/// `RawArray<Integer> numbers = new RawArray<>('i', 10);` says it to the compiler, which can't know
/// it.
///
/// Every access of one element is that of a volatile variable, in all processes; those of several
/// are one after the other, so that a process that is killed leaves some set and others not.
///
/// It can be sent to any process of the session, nobody closes it, and it stays when the process
/// that made it ends.
///
/// @param <T> what its elements are in Java
public sealed class RawArray<T> implements Iterable<T>, Serializable permits Array {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 20;

  private final transient Elements<T> elements;

  /// A new one of these elements.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold one of them,
  ///   or they are of different classes
  /// @throws SharedMemoryFullException if there is no memory for them
  public RawArray(char typecode, Iterable<? extends T> values) {
    this(SharedElements.of(typecode, values));
  }

  /// A new one of so many elements, all 0.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or `length` is negative
  /// @throws SharedMemoryFullException if there is no memory for them
  public RawArray(char typecode, int length) {
    this(SharedElements.zeros(typecode, length));
  }

  RawArray(Elements<T> elements) {
    this.elements = elements;
  }

  Elements<T> elements() {
    return elements;
  }

  /// The element at this index.
  ///
  /// @throws IndexOutOfBoundsException if there is none; unlike Python's, an index below 0 is none
  /// @throws IllegalStateException if something was written to its memory that `T` can't be
  public T get(int index) {
    return elements.get(index);
  }

  /// Sets the element at this index.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalArgumentException if the typecode can't hold the value; nothing is changed
  public void set(int index, T value) {
    elements.set(index, value);
  }

  /// How many elements it has.
  public int length() {
    return elements.count();
  }

  /// A copy of all its elements, which the caller may change.
  public List<T> toList() {
    return slice(0, length());
  }

  /// A copy of the elements from `from` up to, but not including, `to`; Python's `array[from:to]`.
  ///
  /// @throws IndexOutOfBoundsException if there are not that many
  public List<T> slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length());
    List<T> copy = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      copy.add(get(i));
    }
    return copy;
  }

  /// Sets the elements from `from` on, one after the other; Python's `array[from:...] = values`.
  ///
  /// @throws IndexOutOfBoundsException if there are not as many elements; nothing is changed
  /// @throws IllegalArgumentException if the typecode can't hold one of them; nothing is changed
  public void setAll(int from, Iterable<? extends T> values) {
    elements.setAll(from, SharedElements.listed(values));
  }

  /// The elements as they lie in memory, in this machine's byte order; the memory is theirs as long
  /// as this segment or a slice of it is reachable. Its plain accesses have no order between
  /// processes but that of a lock.
  public MemorySegment segment() {
    return elements.segment();
  }

  /// The elements from first to last, each as it is when it is asked for.
  @Here
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < length();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the array has no more than " + length() + " elements");
        }
        return get(next++);
      }
    };
  }

  @Override
  public String toString() {
    List<T> shown = slice(0, Math.min(length(), MOST_SHOWN));
    return "%s('%s', %s%s)"
        .formatted(
            getClass().getSimpleName(),
            elements.code(),
            shown,
            length() > MOST_SHOWN ? ", and %d more".formatted(length() - MOST_SHOWN) : "");
  }

  Object writeReplace() {
    return new Handle(elements.block().block(), elements.block().life());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shared array travels as its place in the session's memory");
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      return new RawArray<>(Elements.attach(this));
    }
  }
}
