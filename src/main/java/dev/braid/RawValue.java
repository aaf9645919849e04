package dev.braid;

import dev.braid.memory.Elements;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/// A number or character in shared memory, without a lock; Python's
/// `multiprocessing.sharedctypes.RawValue`. [Value] has a lock besides.
///
/// The typecode says how it lies in memory, the class of the first value what it is in Java: a `new
/// RawValue<>('b', 1)` is one byte, and an `Integer`. Both stay.
///
/// | typecode | in C                               | holds                             |
/// |----------|------------------------------------|-----------------------------------|
/// | `b`, `B` | `signed char`, `unsigned char`     | whole numbers of 8 bits           |
/// | `h`, `H` | `short`, `unsigned short`          | whole numbers of 16 bits          |
/// | `i`, `I` | `int`, `unsigned int`              | whole numbers of 32 bits          |
/// | `l`, `L` | `long`, `unsigned long`            | whole numbers of 64 bits          |
/// | `q`, `Q` | `long long`, `unsigned long long`  | whole numbers of 64 bits          |
/// | `f`, `d` | `float`, `double`                  | any number but `BigInteger`       |
/// | `c`      | `char`, 8 bits                     | `Character` up to 255, or `Byte`  |
/// | `u`      | `wchar_t`, 32 bits                 | `Character`, or `Integer`         |
///
/// Whole numbers are `Byte`, `Short`, `Integer`, `Long` or `BigInteger`; an `L` or `Q` holds what
/// exceeds a `Long` as `BigInteger`. What the typecode can't hold is refused, where Python cuts it
/// off; an `f` rounds.
///
/// Every access is that of a volatile variable, in all processes. Between a `get` and a `set`
/// another process may have set it: where it counts use `addAndGet`, `compareAndSet`, or a [Value]
/// and its `update`.
///
/// It can be sent to any process of the session, nobody closes it, and it stays when the process
/// that made it ends.
///
/// @param <T> what it is in Java
public sealed class RawValue<T> implements Serializable permits Value {
  private static final long serialVersionUID = 1L;

  private final transient Elements<T> elements;

  /// A new one.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold the value
  public RawValue(char typecode, T value) {
    this(SharedElements.one(typecode, value));
  }

  /// A new one, whose typecode fits the value's class: `b` for a `Byte`, `h` for a `Short`, `i` for
  /// an `Integer`, `q` for a `Long`, `f` for a `Float`, `d` for a `Double`, `u` for a `Character`.
  ///
  /// @throws IllegalArgumentException if there is none
  public RawValue(T value) {
    this(SharedElements.one(value));
  }

  RawValue(Elements<T> elements) {
    this.elements = elements;
  }

  Elements<T> elements() {
    return elements;
  }

  /// What it is now.
  ///
  /// @throws IllegalStateException if something was written to its memory that `T` can't be
  public T get() {
    return elements.get(0);
  }

  /// Sets it.
  ///
  /// @throws IllegalArgumentException if the typecode can't hold the value; nothing is changed
  public void set(T value) {
    elements.set(0, value);
  }

  /// Adds to it, in one step for all processes, whoever has a lock; the sum.
  ///
  /// @throws UnsupportedOperationException if its typecode isn't that of an integer
  /// @throws IllegalArgumentException if the typecode can't hold the sum; nothing is changed
  public T addAndGet(long delta) {
    return elements.addAndGet(0, delta);
  }

  /// Adds to it, in one step for all processes, whoever has a lock; what it was before.
  ///
  /// @throws UnsupportedOperationException if its typecode isn't that of an integer
  /// @throws IllegalArgumentException if the typecode can't hold the sum; nothing is changed
  public T getAndAdd(long delta) {
    return elements.getAndAdd(0, delta);
  }

  /// Sets it if it is `expected`, in one step for all processes, whoever has a lock.
  ///
  /// @return true if it was
  /// @throws UnsupportedOperationException if its typecode isn't that of an integer
  /// @throws IllegalArgumentException if the typecode can't hold one of the values
  public boolean compareAndSet(T expected, T value) {
    return elements.compareAndSet(0, expected, value);
  }

  @Override
  public String toString() {
    return "%s('%s', %s)".formatted(getClass().getSimpleName(), elements.code(), get());
  }

  Object writeReplace() {
    return new Handle(elements.block().block(), elements.block().life());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shared value travels as its place in the session's memory");
  }

  /// What crosses to another process.
  private record Handle(long block, long life) implements Held, Serializable {
    private Object readResolve() {
      return new RawValue<>(Elements.attach(this));
    }
  }
}
