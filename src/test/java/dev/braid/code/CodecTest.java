package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every form of the table, there and back.
class CodecTest {
  private static final Codec CODEC = Codec.current();

  private static Object elsewhere(Object value) {
    return Wire.send(CODEC, CODEC, value);
  }

  private static Tag tag(Object value) {
    return Tag.of(Wire.bytes(CODEC, value)[0]);
  }

  static Stream<Object> scalars() {
    return Stream.of(
        true,
        false,
        Byte.MIN_VALUE,
        Byte.MAX_VALUE,
        Short.MIN_VALUE,
        Short.MAX_VALUE,
        Character.MIN_VALUE,
        Character.MAX_VALUE,
        '中',
        Integer.MIN_VALUE,
        -1,
        0,
        Integer.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Float.NaN,
        -0.0f,
        Float.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        -0.0,
        Double.MIN_VALUE,
        "",
        "a",
        "Grüße, \u00FF",
        "with \0 in it\0",
        "中文",
        "emoji 👩‍🚀",
        "half a pair: \uD83D",
        "x".repeat(100_000),
        "x".repeat(100_000) + "文",
        "x".repeat(64) + "ÿ?",
        "?".repeat(64) + "文",
        "文".repeat(100_000),
        BigInteger.ZERO,
        BigInteger.valueOf(-128),
        BigInteger.valueOf(128),
        BigInteger.TWO.pow(1000).negate(),
        BigDecimal.ZERO,
        new BigDecimal("-12.3400"),
        new BigDecimal(BigInteger.TEN.pow(50), -7),
        new UUID(Long.MIN_VALUE, -1),
        Duration.ZERO,
        Duration.ofSeconds(Long.MIN_VALUE, 0),
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Instant.MIN,
        Instant.MAX,
        LocalDate.MIN,
        LocalDate.MAX,
        LocalTime.MIN,
        LocalTime.MAX,
        LocalDateTime.MIN,
        LocalDateTime.MAX,
        TimeUnit.SECONDS,
        Thread.State.BLOCKED);
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void scalarsArriveEqualBehindATag(Object value) {
    assertThat(elsewhere(value)).isEqualTo(value).hasSameClassAs(value);
    assertThat(tag(value).isScalar()).isTrue();
  }

  @Test
  void nullArrives() {
    assertThat(Wire.sendNullable(CODEC, CODEC, null)).isNull();
    assertThat(Wire.bytes(CODEC, null)).hasSize(1);
  }

  @Test
  void aConstantWithABodyOfItsOwnArrives() {
    assertThat(elsewhere(Op.PLUS)).isSameAs(Op.PLUS);
    assertThat(tag(Op.PLUS)).isEqualTo(Tag.ENUM);
  }

  enum Op {
    PLUS {
      @Override
      int of(int a, int b) {
        return a + b;
      }
    };

    abstract int of(int a, int b);
  }

  @ParameterizedTest
  @CsvSource({
    "NULL, 0",
    "BOOLEAN, 1",
    "BYTE, 2",
    "SHORT, 3",
    "CHARACTER, 4",
    "INTEGER, 5",
    "LONG, 6",
    "FLOAT, 7",
    "DOUBLE, 8",
    "LATIN1, 9",
    "UTF16, 10",
    "BIG_INTEGER, 11",
    "BIG_DECIMAL, 12",
    "UUID, 13",
    "DURATION, 14",
    "INSTANT, 15",
    "LOCAL_DATE, 16",
    "LOCAL_TIME, 17",
    "LOCAL_DATE_TIME, 18",
    "ENUM, 19",
    "BOOLEANS, 32",
    "BYTES, 33",
    "SHORTS, 34",
    "CHARS, 35",
    "INTS, 36",
    "LONGS, 37",
    "FLOATS, 38",
    "DOUBLES, 39",
    "OBJECTS, 48",
    "STRINGS, 49",
    "ARRAY_LIST, 50",
    "FIXED_LIST, 51",
    "LIST_OF, 52",
    "LIST_TO, 53",
    "HASH_SET, 54",
    "LINKED_HASH_SET, 55",
    "SET_OF, 56",
    "HASH_MAP, 57",
    "LINKED_HASH_MAP, 58",
    "MAP_OF, 59",
    "OPTIONAL, 60",
    "GRAPH, 64"
  })
  void tagsHaveTheCodesOfTheTable(Tag tag, byte code) {
    assertThat(tag.code()).isEqualTo(code);
    assertThat(Tag.of(code)).isEqualTo(tag);
  }

  @Test
  void everyTagIsInTheTable() {
    assertThat(Tag.values()).hasSize(42);
  }

  @Test
  void theTableIsAsDocumented() {
    assertThat(Wire.bytes(CODEC, 0x01020304)).containsExactly(5, 4, 3, 2, 1);
    assertThat(Wire.bytes(CODEC, "hé")).containsExactly(9, 2, 0, 0, 0, 'h', (byte) 0xE9, 0);
    assertThat(Wire.bytes(CODEC, "中")).containsExactly(10, 1, 0, 0, 0, 0x2D, 0x4E);
    assertThat(Wire.bytes(CODEC, new short[] {1, -2}))
        .containsExactly(34, 2, 0, 0, 0, 1, 0, -2, -1);
    assertThat(Wire.bytes(CODEC, Map.of("k", true)))
        .containsExactly(59, 1, 0, 0, 0, 9, 1, 0, 0, 0, 'k', 0, 1, 1);
    assertThat(Wire.bytes(CODEC, Optional.empty())).containsExactly(60, 0, 0, 0, 0);
    assertThat(Wire.bytes(CODEC, Instant.ofEpochSecond(1, 2)))
        .containsExactly(15, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
  }

  @Nested
  class PrimitiveArrays {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 4096})
    void ofEveryPrimitiveArrive(int length) {
      Random random = new Random(length);
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      boolean[] flags = new boolean[length];
      short[] shorts = new short[length];
      char[] chars = new char[length];
      float[] floats = new float[length];
      for (int i = 0; i < length; i++) {
        flags[i] = random.nextBoolean();
        shorts[i] = (short) random.nextInt();
        chars[i] = (char) random.nextInt();
        floats[i] = random.nextFloat();
      }
      assertThat(elsewhere(bytes)).isEqualTo(bytes);
      assertThat(elsewhere(flags)).isEqualTo(flags);
      assertThat(elsewhere(shorts)).isEqualTo(shorts);
      assertThat(elsewhere(chars)).isEqualTo(chars);
      assertThat(elsewhere(floats)).isEqualTo(floats);
      int[] ints = random.ints(length).toArray();
      assertThat(elsewhere(ints)).isEqualTo(ints);
      long[] longs = random.longs(length).toArray();
      assertThat(elsewhere(longs)).isEqualTo(longs);
      double[] doubles = random.doubles(length).toArray();
      assertThat(elsewhere(doubles)).isEqualTo(doubles);
    }

    @Test
    void of64MebibytesArrive() {
      long[] numbers = new long[8 << 20];
      Arrays.setAll(numbers, i -> i * 31L);
      Encoding encoding = CODEC.encode("item", numbers);
      assertThat(encoding.length()).isEqualTo(5 + 8L * numbers.length);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(encoding.length());
        encoding.writeTo(memory, 0);
        assertThat(CODEC.decode(memory, 0, encoding.length())).isEqualTo(numbers);
      }
    }

    @Test
    void ofObjectsArriveWithTheirType() {
      assertThat((Object[]) elsewhere(new Object[] {1, "a", null}))
          .hasSameClassAs(new Object[0])
          .containsExactly(1, "a", null);
      assertThat((Object[]) elsewhere(new String[] {"a", null}))
          .hasSameClassAs(new String[0])
          .containsExactly("a", null);
      assertThat((Object[]) elsewhere(new Integer[] {1, 2}))
          .hasSameClassAs(new Integer[0])
          .containsExactly(1, 2);
      assertThat((int[][]) elsewhere(new int[][] {{1}, {}})).isDeepEqualTo(new int[][] {{1}, {}});
    }
  }

  @Nested
  class Containers {
    static Stream<Object> containers() {
      return Stream.of(
          new ArrayList<>(),
          new ArrayList<>(Arrays.asList(1, null, "中", 2.5, TimeUnit.DAYS)),
          Arrays.asList("a", null),
          List.of(),
          List.of(1),
          List.of(1, 2),
          List.of(1, 2, 3),
          Stream.of(1, 2, 3).toList(),
          Stream.of(1, null).toList(),
          new HashSet<>(Arrays.asList(null, 1, "b")),
          new LinkedHashSet<>(List.of(3, 1, 2)),
          Set.of(),
          Set.of(1),
          Set.of("a", "b", "c"),
          new HashMap<>(Map.of("a", 1, "b", 2)),
          new LinkedHashMap<>(Map.of("z", 1, "a", 2)),
          Map.of(),
          Map.of("a", 1),
          Map.of("a", 1, "b", 2),
          Optional.empty(),
          Optional.of("x"));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void ofScalarsArriveEqualBehindATag(Object container) {
      assertThat(elsewhere(container)).isEqualTo(container).hasSameClassAs(container);
      assertThat(tag(container).isContainer()).isTrue();
    }

    @Test
    void keepTheOrderOfInsertion() {
      Map<Object, Object> map = new LinkedHashMap<>();
      Set<Object> set = new LinkedHashSet<>();
      for (int i = 100; i > 0; i--) {
        map.put("k" + i, i);
        set.add("k" + i);
      }
      assertThat(((Map<?, ?>) elsewhere(map)).keySet().toArray()).isEqualTo(map.keySet().toArray());
      assertThat(((Set<?>) elsewhere(set)).toArray()).isEqualTo(set.toArray());
    }

    @Test
    void keepTheOrderOfAccess() {
      Map<Object, Object> recent = new LinkedHashMap<>(16, 0.75f, true);
      recent.put("a", 1);
      recent.put("b", 2);
      @SuppressWarnings("unchecked")
      Map<Object, Object> there = (Map<Object, Object>) elsewhere(recent);
      assertThat(there.get("a")).isEqualTo(1);
      assertThat(there.keySet()).containsExactly("b", "a");
    }

    @Test
    @SuppressWarnings("unchecked")
    void areAsMutableAsTheyWere() {
      ((List<Object>) elsewhere(new ArrayList<>(List.of(1)))).add(2);
      ((Map<Object, Object>) elsewhere(new HashMap<>(Map.of(1, 1)))).put(2, 2);
      assertThat(((List<Object>) elsewhere(Arrays.asList(1, 2))).set(0, 5)).isEqualTo(1);
      for (Object list : List.of(List.of(1), List.of(1, 2, 3), Stream.of(1, 2).toList())) {
        List<Object> there = (List<Object>) elsewhere(list);
        assertThatThrownBy(() -> there.add(2)).isInstanceOf(UnsupportedOperationException.class);
      }
      Map<Object, Object> map = (Map<Object, Object>) elsewhere(Map.of(1, 2));
      assertThatThrownBy(() -> map.put(1, 1)).isInstanceOf(UnsupportedOperationException.class);
      Set<Object> set = (Set<Object>) elsewhere(Set.of(1, 2, 3));
      assertThatThrownBy(() -> set.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void mayBeAskedForNullIfTheyMightHaveBeen() {
      List<Object> of = (List<Object>) elsewhere(List.of(1, 2, 3));
      assertThatThrownBy(() -> of.contains(null)).isInstanceOf(NullPointerException.class);
      assertThat(((List<Object>) elsewhere(Stream.of(1, 2, 3).toList())).contains(null)).isFalse();
      assertThat(((List<Object>) elsewhere(Stream.of().toList())).contains(null)).isFalse();
    }

    @Test
    void areTakenAsTheyWereWhenEncoded() {
      List<Object> list = new ArrayList<>(List.of(1, 2));
      Encoding encoding = CODEC.encode("item", list);
      list.add("a long string that wasn't there");
      byte[] bytes = new byte[(int) encoding.length()];
      encoding.writeTo(MemorySegment.ofArray(bytes), 0);
      assertThat(CODEC.decode(MemorySegment.ofArray(bytes), 0, bytes.length))
          .isEqualTo(List.of(1, 2));
    }

    @Test
    void ofWhatCanChangeKeepWhoRefersToWhom() {
      int[] shared = {1};
      List<?> there = (List<?>) elsewhere(List.of(shared, shared));
      assertThat(there.get(0)).isSameAs(there.get(1)).isEqualTo(shared);
      assertThat(elsewhere(Optional.of(List.of(List.of(1)))))
          .isEqualTo(Optional.of(List.of(List.of(1))));
      assertThat(elsewhere(new TreeMap<>(Map.of("a", Optional.of(1)))))
          .isEqualTo(Map.of("a", Optional.of(1)));
    }
  }
}
