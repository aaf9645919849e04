package dev.braid;

import dev.braid.memory.Elements;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/// Numbers or characters in shared memory, of a fixed length, with a lock; Python's
/// `multiprocessing.Array`.
///
/// [RawArray] tells of typecodes, classes and single accesses, which need no lock and don't look at
/// it. Where several accesses belong together:
///
/// ```java
/// var counts = new Array<>('i', range(10));
/// try (var _ = counts.lock().hold()) {
///   counts.set(3, counts.get(3) + 1);
/// }
/// ```
///
/// It can be sent to any process of the session, its lock with it.
///
/// @param <T> what its elements are in Java
public sealed class Array<T> extends RawArray<T> permits Remotes.OfArray {
  private static final long serialVersionUID = 1L;

  private final transient Mutex lock;

  /// A new one of these elements, with an [RLock] of its own.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold one of them,
  ///   or they are of different classes
  public Array(char typecode, Iterable<? extends T> values) {
    this(SharedElements.of(typecode, values), new RLock());
  }

  /// A new one of these elements with this lock, which others may have, too.
  ///
  /// @throws IllegalArgumentException as [#Array(char, Iterable)]
  public Array(char typecode, Iterable<? extends T> values, Mutex lock) {
    this(SharedElements.of(typecode, values), lock);
  }

  /// A new one of so many elements, all 0, with an [RLock] of its own.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or `length` is negative
  public Array(char typecode, int length) {
    this(SharedElements.zeros(typecode, length), new RLock());
  }

  /// A new one of so many elements, all 0, with this lock, which others may have, too.
  ///
  /// @throws IllegalArgumentException as [#Array(char, int)]
  public Array(char typecode, int length, Mutex lock) {
    this(SharedElements.zeros(typecode, length), lock);
  }

  Array(Elements<T> elements, Mutex lock) {
    super(elements);
    this.lock = lock;
  }

  /// Its lock; Python's `get_lock`.
  public Mutex lock() {
    return lock;
  }

  @Override
  Object writeReplace() {
    return new Handle(elements().block().block(), elements().block().life(), lock);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shared array travels as its place in the session's memory");
  }

  /// What crosses to another process.
  private record Handle(long block, long life, Mutex lock) implements Held, Serializable {
    private Object readResolve() {
      return new Array<>(Elements.attach(this), lock);
    }
  }
}
