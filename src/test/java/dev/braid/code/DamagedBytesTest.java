package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes are, a value comes out or a [NotReadableException]: no error, no endless
/// loop, no memory asked for that the bytes don't account for.
class DamagedBytesTest {
  private static final Codec CODEC = Codec.current();

  private record Person(String name, int age, List<Object> friends) implements Serializable {}

  static Stream<Object> values() {
    return Stream.of(
        12L,
        "some text",
        "文字",
        new BigDecimal("3.14"),
        new UUID(1, 2),
        LocalDateTime.of(2024, 2, 29, 12, 0),
        Thread.State.NEW,
        new int[] {1, 2, 3},
        new boolean[] {true, false},
        new ArrayList<>(List.of(1, "a", 2.0)),
        List.of("x", "y", "z"),
        Map.of("a", 1, "b", 2, "c", 3),
        Set.of(1, 2, 3),
        new HashMap<>(Map.of("k", "v")),
        Optional.of(1),
        new Object[] {1, null},
        new String[] {"a"},
        new Person("ann", 30, new ArrayList<>(List.of(new Person("bob", 31, List.of())))),
        new TreeMap<>(Map.of("a", new long[100], "b", List.of(List.of(1)))),
        new IllegalStateException("thrown"));
  }

  private static Object decode(byte[] bytes) {
    return Arrays.asList(CODEC.decode(MemorySegment.ofArray(bytes), 0, bytes.length));
  }

  @ParameterizedTest
  @MethodSource("values")
  void cutShortAreNotReadable(Object value) {
    byte[] whole = Wire.bytes(CODEC, value);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(cut))
          .isInstanceOf(NotReadableException.class)
          .hasMessageStartingWith("a value of " + length + " bytes from another process can't be");
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void changedAnywhereGiveAValueOrAreNotReadable(Object value) {
    Random random = new Random(2024);
    byte[] whole = Wire.bytes(CODEC, value);
    for (int round = 0; round < 3000; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(decode(changed)).isNotNull();
      } catch (NotReadableException e) {
        assertThat(e).hasMessageContaining("can't be rebuilt here");
      }
    }
  }

  @Test
  void ofNoiseGiveAValueOrAreNotReadable() {
    Random random = new Random(1);
    for (int round = 0; round < 50_000; round++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      if (noise.length > 0) {
        noise[0] &= 0x7F;
      }
      try {
        assertThat(decode(noise)).isNotNull();
      } catch (NotReadableException e) {
        assertThat(e).hasMessageContaining("can't be rebuilt here");
      }
    }
  }

  @Test
  void withACountBeyondTheirEndAreNotReadable() {
    for (int tag : new int[] {9, 10, 11, 32, 33, 37, 48, 50, 52, 56, 57, 58, 59}) {
      byte[] bytes = {(byte) tag, -1, -1, -1, 0x7F, 0, 0, 0, 0};
      assertThatThrownBy(() -> decode(bytes))
          .isInstanceOf(NotReadableException.class)
          .hasMessageContaining("it says that 2147483647 things follow, where 4 bytes are left");
    }
  }

  @Test
  void ofAGraphWithAHugeArrayAreNotReadable() {
    byte[] bytes = Wire.bytes(CODEC, new long[][] {{1, 2, 3}});
    // The length of the inner array is what stands before its 24 bytes, and the end of the graph.
    int length = bytes.length - 1 - 24 - 4;
    assertThat(bytes[length + 3]).isEqualTo((byte) 3);
    bytes[length] = 0x7F;
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(NotReadableException.class)
        .hasMessageContaining("REJECTED");
  }

  @Test
  void withMoreAfterTheValueAreNotReadable() {
    byte[] bytes = Arrays.copyOf(Wire.bytes(CODEC, 5), 8);
    assertThatThrownBy(() -> decode(bytes)).hasMessageContaining("3 bytes too many");
  }

  @Test
  void ofAnUnknownEnumOrConstantSayWhich() {
    byte[] type = Wire.bytes(CODEC, Thread.State.NEW);
    type[1 + 1 + 4] = 'X';
    assertThatThrownBy(() -> decode(type))
        .hasMessageContaining("this process doesn't have the class Xava.lang.Thread$State");
    byte[] name = Wire.bytes(CODEC, Thread.State.NEW);
    name[name.length - 2] = 'X';
    assertThatThrownBy(() -> decode(name))
        .hasMessageContaining("java.lang.Thread$State has no constant NEX");
  }
}
