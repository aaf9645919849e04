package dev.braid;

import dev.braid.memory.Elements;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/// A number or character in shared memory with a lock; Python's `multiprocessing.Value`.
///
/// [RawValue] tells of typecodes, classes and single accesses, which need no lock and don't look at
/// it. Where what is set depends on what it was, `v.set(v.get() + 1)` loses what another process
/// sets in between; `v.update(x -> x + 1)` does not, nor does `v.addAndGet(1)`, which is faster:
///
/// ```java
/// var counter = new Value<>('i', 0);
/// counter.update(x -> x + 1);
/// try (var _ = counter.lock().hold()) {
///   counter.set(counter.get() + 1);
/// }
/// ```
///
/// It can be sent to any process of the session, its lock with it.
///
/// @param <T> what it is in Java
public sealed class Value<T> extends RawValue<T> permits Remotes.OfValue {
  private static final long serialVersionUID = 1L;

  private final transient Mutex lock;

  /// A new one with an [RLock] of its own.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold the value
  public Value(char typecode, T value) {
    this(SharedElements.one(typecode, value), new RLock());
  }

  /// A new one with an [RLock] of its own, whose typecode fits the value's class, as in
  /// [RawValue#RawValue(Object)].
  ///
  /// @throws IllegalArgumentException if there is none
  public Value(T value) {
    this(SharedElements.one(value), new RLock());
  }

  /// A new one with this lock, which others may have, too.
  ///
  /// @param typecode one of `b B h H i I l L q Q f d c u`
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold the value
  public Value(char typecode, T value, Mutex lock) {
    this(SharedElements.one(typecode, value), lock);
  }

  Value(Elements<T> elements, Mutex lock) {
    super(elements);
    this.lock = lock;
  }

  /// Its lock; Python's `get_lock`.
  public Mutex lock() {
    return lock;
  }

  /// Sets it to what `function` makes of it, under its lock; blocks while another one has that. If
  /// the function throws, nothing is changed. A [Lock] that was given to it is not reentrant: a
  /// thread that has it would wait for itself.
  ///
  /// @return what it is now
  /// @throws IllegalArgumentException if the typecode can't hold the result; nothing is changed
  /// @throws OwnerDiedException if a process died with the lock, once; nothing is changed. Of
  ///   `update` nothing is half done then, but what else the lock guards may be
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  /// @throws BraidException if the function throws a checked exception, which is its cause
  @Here
  public T update(Fn1<? super T, ? extends T> function) {
    try (var _ = lock().hold()) {
      T next = applied(function);
      set(next);
      return next;
    }
  }

  private T applied(Fn1<? super T, ? extends T> function) {
    try {
      return function.call(get());
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("updating " + this, e);
    } catch (Exception e) {
      throw new BraidException("the function for %s failed; nothing was set".formatted(this), e);
    }
  }

  @Override
  Object writeReplace() {
    return new Handle(elements().block().block(), elements().block().life(), lock);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shared value travels as its place in the session's memory");
  }

  /// What crosses to another process.
  private record Handle(long block, long life, Mutex lock) implements Held, Serializable {
    private Object readResolve() {
      return new Value<>(Elements.attach(this), lock);
    }
  }
}
