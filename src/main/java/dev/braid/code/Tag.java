package dev.braid.code;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The first byte of every encoded value: what follows it.
///
/// Numbers are little-endian and unaligned. A `text` is a tagged `LATIN1` or `UTF16`, an `item` any
/// tagged value of the first group.
///
/// ```text
///  code  tag              what follows
///  ---- values that can't change, so that nobody can tell a copy from the original
///     0  NULL             nothing
///     1  BOOLEAN          1 byte, 0 or 1
///     2  BYTE             1
///     3  SHORT            2
///     4  CHARACTER        2
///     5  INTEGER          4
///     6  LONG             8
///     7  FLOAT            4, the IEEE bits
///     8  DOUBLE           8, the IEEE bits
///     9  LATIN1           length (4), that many bytes, a zero byte
///    10  UTF16            length (4), that many 2-byte units; surrogates need no partner
///    11  BIG_INTEGER      length (4), that many bytes of two's complement, highest first
///    12  BIG_DECIMAL      scale (4), then as BIG_INTEGER
///    13  UUID             high half (8), low half (8)
///    14  DURATION         seconds (8), nanoseconds (4)
///    15  INSTANT          seconds since 1970 (8), nanoseconds (4)
///    16  LOCAL_DATE       days since 1970 (8)
///    17  LOCAL_TIME       nanoseconds since midnight (8)
///    18  LOCAL_DATE_TIME  days since 1970 (8), nanoseconds since midnight (8)
///    19  ENUM             text, the binary name of the type; text, the name of the constant
///  ---- arrays of primitives: length (4), the elements
///    32  BOOLEANS         1 byte each, 0 or 1
///    33  BYTES            1 each
///    34  SHORTS           2 each
///    35  CHARS            2 each
///    36  INTS             4 each
///    37  LONGS            8 each
///    38  FLOATS           4 each
///    39  DOUBLES          8 each
///  ---- one level of containers: count (4), the items; of a map key and value in turn
///    48  OBJECTS          Object[]
///    49  STRINGS          String[]
///    50  ARRAY_LIST       ArrayList
///    51  FIXED_LIST       Arrays.asList
///    52  LIST_OF          List.of, without null
///    53  LIST_TO          what Stream.toList makes: as LIST_OF, but null may be in it
///    54  HASH_SET         HashSet
///    55  LINKED_HASH_SET  LinkedHashSet
///    56  SET_OF           Set.of
///    57  HASH_MAP         HashMap
///    58  LINKED_HASH_MAP  LinkedHashMap in the order of insertion
///    59  MAP_OF           Map.of
///    60  OPTIONAL         count is 0 or 1
///  ---- everything else
///    64  GRAPH            a stream of GraphWriter: the value, then Variables
/// ```
enum Tag {
  NULL(0),
  BOOLEAN(1),
  BYTE(2),
  SHORT(3),
  CHARACTER(4),
  INTEGER(5),
  LONG(6),
  FLOAT(7),
  DOUBLE(8),
  LATIN1(9),
  UTF16(10),
  BIG_INTEGER(11),
  BIG_DECIMAL(12),
  UUID(13),
  DURATION(14),
  INSTANT(15),
  LOCAL_DATE(16),
  LOCAL_TIME(17),
  LOCAL_DATE_TIME(18),
  ENUM(19),
  BOOLEANS(32),
  BYTES(33),
  SHORTS(34),
  CHARS(35),
  INTS(36),
  LONGS(37),
  FLOATS(38),
  DOUBLES(39),
  OBJECTS(48),
  STRINGS(49),
  ARRAY_LIST(50),
  FIXED_LIST(51),
  LIST_OF(52),
  LIST_TO(53),
  HASH_SET(54),
  LINKED_HASH_SET(55),
  SET_OF(56),
  HASH_MAP(57),
  LINKED_HASH_MAP(58),
  MAP_OF(59),
  OPTIONAL(60),
  GRAPH(64);

  private static final int ARRAYS = 32;
  private static final int CONTAINERS = 48;
  private static final int GRAPHS = 64;

  private static final @Nullable Tag[] BY_CODE = new @Nullable Tag[GRAPHS + 1];
  private static final Map<Class<?>, Tag> BY_CLASS = new HashMap<>();

  static {
    for (Tag tag : values()) {
      BY_CODE[tag.code] = tag;
    }
    scalars();
    arrays();
    containers();
  }

  private final byte code;

  Tag(int code) {
    this.code = (byte) code;
  }

  private static void scalars() {
    BY_CLASS.put(Boolean.class, BOOLEAN);
    BY_CLASS.put(Byte.class, BYTE);
    BY_CLASS.put(Short.class, SHORT);
    BY_CLASS.put(Character.class, CHARACTER);
    BY_CLASS.put(Integer.class, INTEGER);
    BY_CLASS.put(Long.class, LONG);
    BY_CLASS.put(Float.class, FLOAT);
    BY_CLASS.put(Double.class, DOUBLE);
    BY_CLASS.put(BigInteger.class, BIG_INTEGER);
    BY_CLASS.put(BigDecimal.class, BIG_DECIMAL);
    BY_CLASS.put(UUID.class, UUID);
    BY_CLASS.put(Duration.class, DURATION);
    BY_CLASS.put(Instant.class, INSTANT);
    BY_CLASS.put(LocalDate.class, LOCAL_DATE);
    BY_CLASS.put(LocalTime.class, LOCAL_TIME);
    BY_CLASS.put(LocalDateTime.class, LOCAL_DATE_TIME);
  }

  private static void arrays() {
    BY_CLASS.put(boolean[].class, BOOLEANS);
    BY_CLASS.put(byte[].class, BYTES);
    BY_CLASS.put(short[].class, SHORTS);
    BY_CLASS.put(char[].class, CHARS);
    BY_CLASS.put(int[].class, INTS);
    BY_CLASS.put(long[].class, LONGS);
    BY_CLASS.put(float[].class, FLOATS);
    BY_CLASS.put(double[].class, DOUBLES);
  }

  private static void containers() {
    BY_CLASS.put(Object[].class, OBJECTS);
    BY_CLASS.put(String[].class, STRINGS);
    BY_CLASS.put(ArrayList.class, ARRAY_LIST);
    BY_CLASS.put(Arrays.asList().getClass(), FIXED_LIST);
    // The JDK has a class for few elements and one for any number.
    BY_CLASS.put(List.of(1).getClass(), LIST_OF);
    BY_CLASS.put(List.of(1, 2, 3).getClass(), LIST_OF);
    BY_CLASS.put(HashSet.class, HASH_SET);
    BY_CLASS.put(LinkedHashSet.class, LINKED_HASH_SET);
    BY_CLASS.put(Set.of(1).getClass(), SET_OF);
    BY_CLASS.put(Set.of(1, 2, 3).getClass(), SET_OF);
    BY_CLASS.put(HashMap.class, HASH_MAP);
    BY_CLASS.put(LinkedHashMap.class, LINKED_HASH_MAP);
    BY_CLASS.put(Map.of(1, 1).getClass(), MAP_OF);
    BY_CLASS.put(Map.of(1, 1, 2, 2).getClass(), MAP_OF);
    BY_CLASS.put(Optional.class, OPTIONAL);
  }

  byte code() {
    return code;
  }

  /// The value can't change and contains nothing that can.
  boolean isScalar() {
    return code < ARRAYS;
  }

  boolean isArray() {
    return code >= ARRAYS && code < CONTAINERS;
  }

  boolean isContainer() {
    return code >= CONTAINERS && code < GRAPHS;
  }

  /// The form that a value of its class may have; `GRAPH` if there is no shorter one.
  static Tag of(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof Integer) {
      return INTEGER; // what most ranges and counters are: no look-up
    }
    if (value instanceof String text) {
      return Text.isLatin1(text) ? LATIN1 : UTF16;
    }
    Tag tag = BY_CLASS.get(value.getClass());
    if (tag != null) {
      return tag;
    }
    return value instanceof Enum ? ENUM : GRAPH;
  }

  /// The tag with that code.
  static Tag of(byte code) {
    Tag tag = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (tag == null) {
      throw new NotReadableException("there is no tag " + code);
    }
    return tag;
  }
}
