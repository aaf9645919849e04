package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// Numbers or characters of one typecode, side by side in a block of the arena: what a shared value
/// or array consists of.
///
/// Every access of one element is that of a volatile variable: whole, and in one order for all
/// processes. A process that is killed has set an element, or not.
///
/// [ElementsHeader] describes the layout.
///
/// @param <T> what they are in Java: the class of the first value, or the natural one
public final class Elements<T> {
  private static final VarHandle BYTE = JAVA_BYTE.varHandle();
  private static final VarHandle SHORT = JAVA_SHORT.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final boolean LOW_FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final long CODE = ElementsHeader.offset("code");
  private static final long TYPE = ElementsHeader.offset("type");
  private static final long COUNT = ElementsHeader.offset("count");

  private final Block block;
  private final MemorySegment memory;
  private final Format format;
  private final int size;
  private final int count;

  private Elements(Block block, Format format, int count) {
    this.block = block;
    this.memory = block.memory();
    this.format = format;
    this.size = format.code().size();
    this.count = count;
  }

  /// New ones in the session's arena, of these values.
  ///
  /// @param code a letter of [Typecode]
  /// @throws IllegalArgumentException if there is no such typecode, or it can't hold one of them
  /// @throws ArenaFullException if there is no memory for them
  public static <T> Elements<T> of(char code, List<? extends T> values) {
    Typecode typecode = Typecode.of(code);
    if (values.isEmpty()) {
      return zeros(code, 0);
    }
    Format format = Format.of(typecode, values.getFirst());
    long[] words = encoded(format, values);
    Elements<T> elements = create(format, words.length);
    elements.putAll(0, words);
    return elements;
  }

  /// A new one in the session's arena, of this value.
  ///
  /// @throws IllegalArgumentException as [#of]
  public static <T> Elements<T> one(char code, T value) {
    return of(code, Collections.singletonList(value));
  }

  /// A new one in the session's arena, with the typecode that fits the value's class.
  ///
  /// @throws IllegalArgumentException if there is none
  public static <T> Elements<T> one(T value) {
    return one(Typecode.fitting(value).letter(), value);
  }

  /// New ones in the session's arena, all 0, of the typecode's natural class.
  ///
  /// @throws IllegalArgumentException if there is no such typecode, or the count is negative
  /// @throws ArenaFullException if there is no memory for them
  public static <T> Elements<T> zeros(char code, int count) {
    Typecode typecode = Typecode.of(code);
    if (count < 0) {
      throw new IllegalArgumentException("length is %d; it must not be negative".formatted(count));
    }
    return create(new Format(typecode, typecode.natural()), count);
  }

  private static <T> Elements<T> create(Format format, int count) {
    long content = (long) count * format.code().size();
    long room = ElementsHeader.SIZE + (content + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    Block block = SharedArena.current().allocate(BlockKind.OBJECT, room);
    block.memory().set(JAVA_INT, CODE, format.code().letter());
    block.memory().set(JAVA_INT, TYPE, format.type().code());
    block.memory().set(JAVA_LONG, COUNT, count);
    return new Elements<>(block, format, count);
  }

  /// Those that another process, or this one, made.
  ///
  /// @throws GoneException if nobody has held them meanwhile
  public static <T> Elements<T> attach(Held held) {
    Block block = SharedArena.current().attach(held);
    MemorySegment memory = block.memory();
    Format format =
        new Format(
            Typecode.of((char) memory.get(JAVA_INT, CODE)),
            BoxedType.ofCode(memory.get(JAVA_INT, TYPE)));
    return new Elements<>(block, format, (int) memory.get(JAVA_LONG, COUNT));
  }

  /// What they are in.
  public Block block() {
    return block;
  }

  /// The typecode's letter.
  public char code() {
    return format.code().letter();
  }

  /// How many they are.
  public int count() {
    return count;
  }

  /// Their memory alone; as long as it is reachable it stays theirs.
  public MemorySegment segment() {
    return memory.asSlice(ElementsHeader.SIZE, (long) count * size);
  }

  /// The element at this index.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalStateException if something was written through a segment that `T` can't be
  @SuppressWarnings("unchecked") // T is what the format was made for
  public T get(int index) {
    return (T) format.decode(word(offset(index)));
  }

  /// Replaces the element at this index.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalArgumentException if the typecode can't hold the value; nothing is changed
  public void set(int index, T value) {
    put(offset(index), format.encode(value));
  }

  /// Replaces the elements from `from` on, one after the other.
  ///
  /// @throws IndexOutOfBoundsException if there are not as many; nothing is changed
  /// @throws IllegalArgumentException if the typecode can't hold one of them; nothing is changed
  public void setAll(int from, List<? extends T> values) {
    Objects.checkFromIndexSize(from, values.size(), count);
    putAll(from, encoded(format, values));
  }

  private static long[] encoded(Format format, List<?> values) {
    return values.stream().mapToLong(format::encode).toArray();
  }

  private void putAll(int from, long[] words) {
    for (int i = 0; i < words.length; i++) {
      put(offset(from + i), words[i]);
      KillPoint.at("array.set");
    }
  }

  /// Adds to the integer at this index, at once; the sum.
  ///
  /// @throws UnsupportedOperationException if the elements are no integers
  /// @throws IllegalArgumentException if the sum is out of range; nothing is changed
  @SuppressWarnings("unchecked") // T is what the format was made for
  public T addAndGet(int index, long delta) {
    return (T) format.decode(format.add(add(index, delta, "addAndGet"), delta));
  }

  /// Adds to the integer at this index, at once; what it was before.
  ///
  /// @throws UnsupportedOperationException if the elements are no integers
  /// @throws IllegalArgumentException if the sum is out of range; nothing is changed
  @SuppressWarnings("unchecked") // T is what the format was made for
  public T getAndAdd(int index, long delta) {
    return (T) format.decode(add(index, delta, "getAndAdd"));
  }

  private long add(int index, long delta, String operation) {
    format.requireInteger(operation);
    long offset = offset(index);
    while (true) {
      long word = word(offset);
      if (exchange(offset, word, format.add(word, delta))) {
        return word;
      }
    }
  }

  /// Replaces the integer at this index, at once, if it is `expected`; whether it was.
  ///
  /// @throws UnsupportedOperationException if the elements are no integers
  /// @throws IllegalArgumentException if the typecode can't hold one of the values
  public boolean compareAndSet(int index, T expected, T value) {
    format.requireInteger("compareAndSet");
    return exchange(offset(index), format.encode(expected), format.encode(value));
  }

  private long offset(int index) {
    return ElementsHeader.SIZE + (long) Objects.checkIndex(index, count) * size;
  }

  private long word(long offset) {
    return switch (size) {
      case Byte.BYTES -> (byte) BYTE.getVolatile(memory, offset);
      case Short.BYTES -> (short) SHORT.getVolatile(memory, offset);
      case Integer.BYTES -> (int) INT.getVolatile(memory, offset);
      default -> (long) LONG.getVolatile(memory, offset);
    };
  }

  private void put(long offset, long word) {
    switch (size) {
      case Byte.BYTES -> BYTE.setVolatile(memory, offset, (byte) word);
      case Short.BYTES -> SHORT.setVolatile(memory, offset, (short) word);
      case Integer.BYTES -> INT.setVolatile(memory, offset, (int) word);
      default -> LONG.setVolatile(memory, offset, word);
    }
  }

  private boolean exchange(long offset, long expected, long word) {
    return switch (size) {
      case Integer.BYTES -> INT.compareAndSet(memory, offset, (int) expected, (int) word);
      case Long.BYTES -> LONG.compareAndSet(memory, offset, expected, word);
      default -> exchangeInWord(offset, expected, word);
    };
  }

  /// Processors exchange four bytes at least, and so do VarHandles: those beside must stay.
  private boolean exchangeInWord(long offset, long expected, long word) {
    long four = offset / Integer.BYTES * Integer.BYTES;
    int before = (int) (offset - four);
    int shift = Byte.SIZE * (LOW_FIRST ? before : Integer.BYTES - size - before);
    int mask = ((1 << (size * Byte.SIZE)) - 1) << shift;
    while (true) {
      int now = (int) INT.getVolatile(memory, four);
      if (((now ^ ((int) expected << shift)) & mask) != 0) {
        return false;
      }
      int next = (now & ~mask) | (((int) word << shift) & mask);
      if (INT.compareAndSet(memory, four, now, next)) {
        return true;
      }
    }
  }
}
