package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The items of a shareable list in a segment of shared memory: as many as at the beginning, each
/// with the room that it got then.
///
/// Nothing is locked. An item has its room twice: who sets it writes to the half that isn't read,
/// and then says by one store what is in it. So who reads it meanwhile gets the old one or the new
/// one, and a setter that is killed leaves one of them. Of two who set one item at the same time a
/// mixture may be left; never of another item's bytes.
///
/// [ListHeader] describes the layout.
///
/// Kill points: `list.copied` (written, but not what is read), `list.filled` (a new list that isn't
/// known as one yet).
public final class ListSlots {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long MAGIC = ListHeader.offset("magic");
  private static final long VERSION = ListHeader.offset("version");
  private static final long LENGTH = ListHeader.offset("length");
  private static final long START = ListHeader.offsetInSlot("start");
  private static final long CAPACITY = ListHeader.offsetInSlot("capacity");
  private static final long CONTENT = ListHeader.offsetInSlot("content");
  private static final long HEADER = ListHeader.LAYOUT.byteSize();
  private static final long SLOT = ListHeader.SLOT.byteSize();

  private final MemorySegment memory;
  private final int length;

  private ListSlots(MemorySegment memory, int length) {
    this.memory = memory;
    this.length = length;
  }

  /// The items that a new list will hold, encoded.
  public static final class Items {
    private final List<ListItem> items;

    private Items(List<ListItem> items) {
      this.items = items;
    }

    /// Encodes them.
    ///
    /// @throws IllegalArgumentException if a list can't hold one of them
    public static Items of(Collection<?> values) {
      return new Items(values.stream().map(ListItem::of).toList());
    }

    /// How much memory the list needs, in bytes.
    public long size() {
      return HEADER + items.size() * SLOT + 2 * items.stream().mapToLong(ListItem::room).sum();
    }
  }

  /// Lays out a new list in zeroed memory of [Items#size] bytes.
  public static ListSlots create(MemorySegment memory, Items items) {
    int length = items.items.size();
    ListSlots slots = new ListSlots(memory, length);
    long start = HEADER + length * SLOT;
    for (int i = 0; i < length; i++) {
      ListItem item = items.items.get(i);
      memory.set(JAVA_LONG, slots.slot(i) + START, start);
      memory.set(JAVA_LONG, slots.slot(i) + CAPACITY, item.room());
      slots.put(i, item);
      start += 2 * item.room();
    }
    KillPoint.at("list.filled");
    memory.set(JAVA_INT, VERSION, ListHeader.VERSION);
    memory.set(JAVA_LONG, LENGTH, length);
    // Release: pairs with open(); the whole list is there for who finds its name already.
    INT.setRelease(memory, MAGIC, ListHeader.MAGIC);
    return slots;
  }

  /// The list in this memory.
  ///
  /// @throws IllegalStateException if there is none
  public static ListSlots open(MemorySegment memory) {
    long room = memory.byteSize() - HEADER;
    // Acquire: pairs with create().
    int magic = room < 0 ? 0 : (int) INT.getAcquire(memory, MAGIC);
    if (magic != ListHeader.MAGIC
        || memory.get(JAVA_INT, VERSION) != ListHeader.VERSION
        || memory.get(JAVA_LONG, LENGTH) < 0
        || memory.get(JAVA_LONG, LENGTH) > room / SLOT) {
      throw new IllegalStateException(
          "there is no shareable list of version %d; attach to it as SharedMemory"
              .formatted(ListHeader.VERSION));
    }
    return new ListSlots(memory, (int) memory.get(JAVA_LONG, LENGTH));
  }

  /// How many items there are.
  public int length() {
    return length;
  }

  /// The item's value.
  public @Nullable Object get(int index) {
    return item(index).value();
  }

  /// True if the item has this value; arrays by their content.
  public boolean has(int index, @Nullable Object value) {
    return item(index).is(value);
  }

  private ListItem item(int index) {
    long at = slot(index) + CONTENT;
    // Acquire: pairs with put().
    long content = (long) LONG.getAcquire(memory, at);
    while (true) {
      byte[] bytes = new byte[(int) content];
      MemorySegment.copy(memory, JAVA_BYTE, room(index, content), bytes, 0, bytes.length);
      // Before the next load: who wrote here meanwhile had said before that it isn't read any more.
      VarHandle.acquireFence();
      long now = (long) LONG.getAcquire(memory, at);
      if (now == content) {
        return new ListItem(ListItem.Kind.of(ListHeader.kind(content)), bytes);
      }
      content = now;
    }
  }

  /// Where the half begins that is read.
  private long room(int index, long content) {
    long start = memory.get(JAVA_LONG, slot(index) + START);
    return ListHeader.isSecond(content) ? start + capacity(index) : start;
  }

  /// Replaces the item.
  ///
  /// @throws IllegalArgumentException if a list can't hold it, or it needs more room than the first
  ///   item at this index got
  public void set(int index, @Nullable Object value) {
    ListItem item = ListItem.of(value);
    long capacity = capacity(index);
    if (item.bytes().length > capacity) {
      throw new IllegalArgumentException(
          "item of %d bytes exceeds available storage of %d bytes at index %d; make the list with a longer item there"
              .formatted(item.bytes().length, capacity, index));
    }
    put(index, item);
  }

  private void put(int index, ListItem item) {
    long slot = slot(index);
    byte[] bytes = item.bytes();
    long before = (long) LONG.getAcquire(memory, slot + CONTENT);
    long content = ListHeader.next(before, item.kind().code(), bytes.length);
    // Pairs with item(): a reader who sees bytes of these sees that another half was read before.
    VarHandle.fullFence();
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, room(index, content), bytes.length);
    KillPoint.at("list.copied");
    // Release: pairs with item(); who sees the kind and the size sees bytes of them.
    LONG.setRelease(memory, slot + CONTENT, content);
  }

  private long capacity(int index) {
    return memory.get(JAVA_LONG, slot(index) + CAPACITY);
  }

  private long slot(int index) {
    return HEADER + Objects.checkIndex(index, length) * SLOT;
  }

  /// The items' formats in Python's `struct` notation, such as `8sqd`.
  public String format() {
    return IntStream.range(0, length)
        .mapToObj(i -> item(i).kind().format(capacity(i)))
        .collect(Collectors.joining());
  }
}
