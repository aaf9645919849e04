package dev.braid;

import dev.braid.memory.ListSlots;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A list of fixed length in shared memory; Python's `multiprocessing.shared_memory.ShareableList`.
///
/// It holds `Integer`, `Long`, `Double`, `Boolean`, `String`, `byte[]` and null. An item can be
/// replaced by one of another type. Each has the room that it got at the beginning: 8 bytes, or for
/// a string (in UTF-8) or bytes the next multiple of 8 above their length. What is put as `Integer`
/// comes back as `Integer`, what is put as `Long` as `Long`. Zeros at the end are kept, which
/// Python loses.
///
/// Its memory is that of [#shm]: its maker unlinks it. It is sent to other processes as its name.
/// Nothing is locked: who reads an item while another process sets it gets the old one or the new
/// one, and one that is killed leaves one of them. Where two may set one item at the same time, use
/// a lock: they may leave a mixture.
public final class ShareableList
    implements Iterable<@Nullable Object>, AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient SharedMemory memory;
  private final transient ListSlots slots;

  private ShareableList(SharedMemory memory, ListSlots slots) {
    this.memory = memory;
    this.slots = slots;
  }

  private ShareableList(ListSlots.Items items, SharedMemory memory) {
    this(memory, ListSlots.create(memory.buf(), items));
  }

  private ShareableList(ListSlots.Items items) {
    this(items, SharedMemory.create(items.size()));
  }

  /// A new list of these items, with a name that nobody has.
  ///
  /// @throws IllegalArgumentException if a list can't hold one of them
  /// @throws SharedMemoryException if there is no room for it
  public ShareableList(@Nullable Object... items) {
    this(Arrays.asList(items));
  }

  /// A new list of the collection's items, with a name that nobody has.
  ///
  /// @throws IllegalArgumentException if a list can't hold one of them
  /// @throws SharedMemoryException if there is no room for it
  public ShareableList(Collection<?> items) {
    this(ListSlots.Items.of(items));
  }

  /// A new list of these items, with a name that nobody has.
  public static ShareableList of(@Nullable Object... items) {
    return new ShareableList(items);
  }

  /// A new list of these items.
  ///
  /// @throws IllegalArgumentException if a list can't hold one of them
  /// @see SharedMemory#create(String, long)
  public static ShareableList named(String name, @Nullable Object... items) {
    return named(name, Arrays.asList(items));
  }

  /// A new list of the collection's items.
  ///
  /// @throws IllegalArgumentException if a list can't hold one of them
  /// @see SharedMemory#create(String, long)
  public static ShareableList named(String name, Collection<?> items) {
    ListSlots.Items encoded = ListSlots.Items.of(items);
    return new ShareableList(encoded, SharedMemory.create(name, encoded.size()));
  }

  /// The list of that name that exists already.
  ///
  /// @throws SharedMemoryNotFoundException if there is no shared memory of that name
  /// @throws IllegalStateException if there is no list in it
  public static ShareableList attach(String name) {
    return in(SharedMemory.attach(name));
  }

  private static ShareableList in(SharedMemory memory) {
    try {
      return new ShareableList(memory, ListSlots.open(memory.buf()));
    } catch (IllegalStateException e) {
      memory.close();
      throw new IllegalStateException(memory.name() + ": " + e.getMessage(), e);
    }
  }

  /// The item at this index.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalStateException after [#close]
  public @Nullable Object get(int index) {
    return slots.get(index);
  }

  /// Replaces the item at this index, for all processes.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  /// @throws IllegalArgumentException if it exceeds the available storage, or is of a type that a
  ///   list can't hold
  /// @throws IllegalStateException after [#close]
  public void set(int index, @Nullable Object value) {
    slots.set(index, value);
  }

  /// How many items there are.
  public int size() {
    return slots.length();
  }

  /// How many items equal the value; `byte[]` by content, numbers only of the same type.
  public int count(@Nullable Object value) {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (slots.has(i, value)) {
        count++;
      }
    }
    return count;
  }

  /// The index of the first item that equals the value, as [#count] compares; -1 if none does.
  public int indexOf(@Nullable Object value) {
    for (int i = 0; i < size(); i++) {
      if (slots.has(i, value)) {
        return i;
      }
    }
    return -1;
  }

  /// The items from first to last, each as it is when it is asked for.
  @Override
  public Iterator<@Nullable Object> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public @Nullable Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the list has no more than " + size() + " items");
        }
        return get(next++);
      }
    };
  }

  /// The items' present formats in Python's `struct` notation, such as `8sqd`.
  public String format() {
    return slots.format();
  }

  /// The memory that it is in.
  public SharedMemory shm() {
    return memory;
  }

  /// A new list of the same items, with a name that nobody has.
  public ShareableList copy() {
    return new ShareableList(items());
  }

  /// A new list of the same items.
  public ShareableList copy(String name) {
    return named(name, items());
  }

  private Collection<@Nullable Object> items() {
    Collection<@Nullable Object> items = new ArrayList<>();
    forEach(items::add);
    return items;
  }

  /// Closes its memory in this process; its name stays.
  ///
  /// @see SharedMemory#close
  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    String items =
        memory.buf().scope().isAlive()
            ? items().stream()
                .map(item -> item instanceof byte[] bytes ? Arrays.toString(bytes) : "" + item)
                .toList()
                .toString()
            : "closed";
    return "ShareableList(%s, name=%s)".formatted(items, memory.name());
  }

  /// What travels: where to find it.
  private record Handle(SharedMemory memory) implements Serializable {
    private Object readResolve() {
      return in(memory);
    }
  }

  private Object writeReplace() {
    return new Handle(memory);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shareable list travels as its name");
  }
}
