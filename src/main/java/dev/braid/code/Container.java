package dev.braid.code;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A container on its way, of items that can't change: nobody can tell their copies from the
/// originals, so who refers to whom needs no record.
///
/// The items are taken out when it is encoded; what happens to the container later doesn't matter.
///
/// @param tag of the third group of [Tag]
/// @param tags of the items
record Container(Tag tag, @Nullable Object[] items, Tag[] tags, long length) implements Encoding {
  private static final int HEAD = 1 + Integer.BYTES;

  /// The encoding of `value`, or empty if something in it can change or has a form of its own.
  static Optional<Container> of(Tag first, Object value, CellTypes cells) {
    @Nullable Object[] items = items(first, value);
    Tag tag = first == Tag.LIST_OF && mayHoldNull((List<?>) value, items) ? Tag.LIST_TO : first;
    if (tag == Tag.LINKED_HASH_MAP && isOrderedByAccess((LinkedHashMap<?, ?>) value)) {
      return Optional.empty();
    }
    Tag[] tags = new Tag[items.length];
    long length = HEAD;
    for (int i = 0; i < items.length; i++) {
      Object item = items[i];
      tags[i] = Tag.of(item);
      boolean bringsCode = item instanceof Enum<?> constant && cells.include(constant);
      if (bringsCode || !tags[i].isScalar()) {
        return Optional.empty();
      }
      length += Scalar.length(tags[i], item);
    }
    return Optional.of(new Container(tag, items, tags, length));
  }

  private static @Nullable Object[] items(Tag tag, Object value) {
    return switch (tag) {
      case OBJECTS, STRINGS -> ((Object[]) value).clone();
      case ARRAY_LIST, FIXED_LIST, LIST_OF, LIST_TO -> ((List<?>) value).toArray();
      case HASH_SET, LINKED_HASH_SET, SET_OF -> ((Set<?>) value).toArray();
      case HASH_MAP, LINKED_HASH_MAP, MAP_OF -> entries((Map<?, ?>) value);
      case OPTIONAL ->
          ((Optional<?>) value).map(item -> new @Nullable Object[] {item}).orElse(new Object[0]);
      default -> throw new IllegalArgumentException(tag + " isn't the tag of a container");
    };
  }

  private static @Nullable Object[] entries(Map<?, ?> map) {
    List<@Nullable Object> entries = new ArrayList<>(2 * map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.add(entry.getKey());
      entries.add(entry.getValue());
    }
    return entries.toArray();
  }

  /// Tells the lists of `Stream.toList` from those of `List.of`, which throw when asked for null,
  /// but have the same class: only the latter are their own copies.
  @SuppressWarnings("ReferenceEquality") // to be its own copy is the point
  private static boolean mayHoldNull(List<?> list, @Nullable Object[] items) {
    return Arrays.asList(items).contains(null) || List.copyOf(list) != list;
  }

  /// Only a map's behaviour shows it: a copy of the map, with the same order and other entries, is
  /// tried.
  @SuppressWarnings("unchecked")
  private static boolean isOrderedByAccess(LinkedHashMap<?, ?> map) {
    LinkedHashMap<Object, Object> probe = (LinkedHashMap<Object, Object>) map.clone();
    probe.clear();
    probe.put(1, 1);
    probe.put(2, 2);
    return probe.get(1) != null && !probe.firstEntry().getKey().equals(1);
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    boolean isMap = tag == Tag.HASH_MAP || tag == Tag.LINKED_HASH_MAP || tag == Tag.MAP_OF;
    target.set(Layouts.BYTE, offset, tag.code());
    target.set(Layouts.INT, offset + 1, isMap ? items.length / 2 : items.length);
    long at = offset + HEAD;
    for (int i = 0; i < items.length; i++) {
      at = Scalar.write(tags[i], items[i], target, at);
    }
  }

  /// Reads what follows the tag.
  static Object read(Tag tag, Cursor in, ClassFinder classes) throws ClassNotFoundException {
    return switch (tag) {
      case OBJECTS -> items(in, 1, classes);
      case STRINGS -> {
        @Nullable Object[] items = items(in, 1, classes);
        yield Arrays.copyOf(items, items.length, String[].class);
      }
      case ARRAY_LIST -> new ArrayList<>(Arrays.asList(items(in, 1, classes)));
      case FIXED_LIST -> Arrays.asList(items(in, 1, classes));
      case LIST_OF -> List.of(items(in, 1, classes));
      case LIST_TO -> Arrays.stream(items(in, 1, classes)).toList();
      case HASH_SET -> new HashSet<>(Arrays.asList(items(in, 1, classes)));
      case LINKED_HASH_SET -> new LinkedHashSet<>(Arrays.asList(items(in, 1, classes)));
      case SET_OF -> Set.of(items(in, 1, classes));
      case HASH_MAP -> {
        @Nullable Object[] items = items(in, 2, classes);
        yield put(items, HashMap.newHashMap(items.length / 2));
      }
      case LINKED_HASH_MAP -> {
        @Nullable Object[] items = items(in, 2, classes);
        yield put(items, LinkedHashMap.newLinkedHashMap(items.length / 2));
      }
      case MAP_OF -> mapOf(items(in, 2, classes));
      case OPTIONAL -> optional(items(in, 1, classes));
      default -> throw new IllegalArgumentException(tag + " isn't the tag of a container");
    };
  }

  private static @Nullable Object[] items(Cursor in, int each, ClassFinder classes)
      throws ClassNotFoundException {
    // At least a byte each, so that nobody makes us allocate more than was sent.
    @Nullable Object[] items = new @Nullable Object[Math.multiplyExact(in.count(each), each)];
    for (int i = 0; i < items.length; i++) {
      items[i] = Scalar.read(Tag.of(in.readByte()), in, classes);
    }
    return items;
  }

  private static Map<@Nullable Object, @Nullable Object> put(
      @Nullable Object[] items, Map<@Nullable Object, @Nullable Object> map) {
    for (int i = 0; i < items.length; i += 2) {
      map.put(items[i], items[i + 1]);
    }
    return map;
  }

  private static Map<?, ?> mapOf(@Nullable Object[] items) {
    // Refuses null, as its origin did.
    return Map.copyOf(put(items, LinkedHashMap.newLinkedHashMap(items.length / 2)));
  }

  private static Optional<?> optional(@Nullable Object[] items) {
    return switch (items.length) {
      case 0 -> Optional.empty();
      case 1 -> Optional.ofNullable(items[0]);
      default -> throw new NotReadableException("an Optional of " + items.length + " values");
    };
  }
}
