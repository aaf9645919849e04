package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource({
    "b,1,INTEGER",
    "B,1,INTEGER",
    "h,2,INTEGER",
    "H,2,INTEGER",
    "i,4,INTEGER",
    "I,4,LONG",
    "l,8,LONG",
    "L,8,LONG",
    "q,8,LONG",
    "Q,8,LONG",
    "f,4,FLOAT",
    "d,8,DOUBLE",
    "c,1,CHARACTER",
    "u,4,CHARACTER"
  })
  void sizesAreThoseOfC(char letter, int size, BoxedType natural) {
    Typecode code = Typecode.of(letter);
    assertThat(code.size()).isEqualTo(size);
    assertThat(code.natural()).isEqualTo(natural);
    assertThat(code.accepts(natural)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Typecode.class)
  void everyFormatKeepsWhatItTakesAndRefusesTheRest(Typecode code) {
    int kept = 0;
    for (BoxedType type : BoxedType.values()) {
      if (!code.accepts(type)) {
        continue;
      }
      Format format = new Format(code, type);
      for (BigInteger number : numbers()) {
        if (!isOf(type, number)) {
          continue;
        }
        Object value = boxed(type, number);
        if (holds(code, type, number)) {
          assertThat(format.decode(stored(code, format.encode(value))))
              .as("%s: %s", format, value)
              .isEqualTo(value);
          kept++;
        } else {
          assertThatIllegalArgumentException()
              .as("%s: %s", format, value)
              .isThrownBy(() -> format.encode(value))
              .withMessageContaining("out of the range of typecode '%s'".formatted(code.letter()));
        }
      }
    }
    assertThat(kept).isGreaterThan(5);
  }

  private static BigInteger[] numbers() {
    Random random = new Random(11);
    BigInteger[] numbers = new BigInteger[5 * 66 + 200];
    int next = 0;
    for (int bit = 0; bit < 66; bit++) {
      BigInteger power = BigInteger.ONE.shiftLeft(bit);
      numbers[next++] = power;
      numbers[next++] = power.negate();
      numbers[next++] = power.subtract(BigInteger.ONE);
      numbers[next++] = power.negate().subtract(BigInteger.ONE);
      numbers[next++] = power.add(BigInteger.ONE);
    }
    while (next < numbers.length) {
      numbers[next++] = new BigInteger(random.nextInt(66), random);
    }
    return numbers;
  }

  private static boolean isOf(BoxedType type, BigInteger number) {
    return switch (type) {
      case BYTE -> number.bitLength() < 8;
      case SHORT -> number.bitLength() < 16;
      case INTEGER -> number.bitLength() < 32;
      case LONG -> number.bitLength() < 64;
      case CHARACTER -> number.signum() >= 0 && number.bitLength() <= 16;
      case BIG_INTEGER, FLOAT, DOUBLE -> true;
    };
  }

  private static Object boxed(BoxedType type, BigInteger number) {
    return switch (type) {
      case BYTE -> number.byteValueExact();
      case SHORT -> number.shortValueExact();
      case INTEGER -> number.intValueExact();
      case LONG -> number.longValueExact();
      case CHARACTER -> (char) number.intValueExact();
      case BIG_INTEGER -> number;
      case FLOAT -> number.floatValue();
      case DOUBLE -> (double) number.floatValue();
    };
  }

  /// Computed in another way than the class under test does.
  private static boolean holds(Typecode code, BoxedType type, BigInteger number) {
    boolean positive = number.signum() >= 0;
    int bits = number.bitLength();
    return switch (code.letter()) {
      case 'b', 'h', 'i', 'l', 'q' -> bits < 8 * code.size();
      case 'B', 'H', 'I', 'L', 'Q' -> positive && bits <= 8 * code.size();
      case 'c' -> type == BoxedType.BYTE || (positive && bits <= 8);
      case 'u' -> positive && bits <= 31 && Character.isValidCodePoint(number.intValueExact());
      default -> {
        int digits = bits == 0 ? 0 : bits - number.abs().getLowestSetBit();
        yield type == BoxedType.FLOAT
            || type == BoxedType.DOUBLE
            || digits <= (code.letter() == 'f' ? 24 : 53);
      }
    };
  }

  /// What comes back from memory: sign-extended.
  private static long stored(Typecode code, long word) {
    int unused = 64 - 8 * code.size();
    return word << unused >> unused;
  }

  @Test
  void unusualNumbersStayThemselves() {
    for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e-320}) {
      Format wide = new Format(Typecode.DOUBLE, BoxedType.DOUBLE);
      assertThat(wide.decode(wide.encode(number))).isEqualTo(number);
    }
    for (double number : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 0.5}) {
      Format narrow = new Format(Typecode.FLOAT, BoxedType.DOUBLE);
      assertThat(narrow.decode(narrow.encode(number))).isEqualTo(number);
    }
  }

  @Test
  void floatRoundsButDoesNotOverflow() {
    Format format = new Format(Typecode.FLOAT, BoxedType.DOUBLE);
    assertThat(format.decode(format.encode(0.1))).isEqualTo((double) 0.1f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.encode(1e39))
        .withMessageContaining("1.0E39 is out of the range of typecode 'f' (as Double), -3.4")
        .withMessageContaining("use a wider typecode");
  }

  @Test
  void sumsStayInRange() {
    assertAdds(new Format(Typecode.SIGNED_CHAR, BoxedType.INTEGER), 127, -128);
    assertAdds(new Format(Typecode.UNSIGNED_CHAR, BoxedType.INTEGER), 255, 0);
    assertAdds(new Format(Typecode.UNSIGNED_SHORT, BoxedType.INTEGER), 65_535, 0);
    assertAdds(new Format(Typecode.UNSIGNED_INT, BoxedType.LONG), 0xFFFF_FFFFL, 0L);
    assertAdds(new Format(Typecode.LONG, BoxedType.LONG), Long.MAX_VALUE, Long.MIN_VALUE);
    assertAdds(new Format(Typecode.UNSIGNED_LONG, BoxedType.LONG), Long.MAX_VALUE, 0L);
    assertAdds(new Format(Typecode.INT, BoxedType.SHORT), Short.MAX_VALUE, Short.MIN_VALUE);
    assertAdds(
        new Format(Typecode.UNSIGNED_LONG_LONG, BoxedType.BIG_INTEGER),
        new BigInteger("18446744073709551615"),
        BigInteger.ZERO);
    assertAdds(
        new Format(Typecode.LONG_LONG, BoxedType.BIG_INTEGER),
        BigInteger.valueOf(Long.MAX_VALUE),
        BigInteger.valueOf(Long.MIN_VALUE));
  }

  private static void assertAdds(Format format, Object most, Object least) {
    long top = stored(format.code(), format.encode(most));
    long bottom = stored(format.code(), format.encode(least));
    assertThat(format.decode(format.add(format.add(top, -1), 1))).isEqualTo(most);
    assertThat(format.decode(format.add(format.add(bottom, 1), -1))).isEqualTo(least);
    BigInteger beyond = new BigInteger(most.toString()).add(BigInteger.ONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.add(top, 1))
        .withMessageContaining("%s is out of the range".formatted(beyond))
        .withMessageContaining("%s to %s".formatted(least, most));
    assertThatIllegalArgumentException().isThrownBy(() -> format.add(top, Long.MAX_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> format.add(bottom, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> format.add(bottom, Long.MIN_VALUE));
  }

  @Test
  void whatAnotherViewWroteIsNotTakenForSomethingElse() {
    Format tooLarge = new Format(Typecode.UNSIGNED_LONG, BoxedType.LONG);
    assertThatIllegalStateException()
        .isThrownBy(() -> tooLarge.decode(-1))
        .withMessageContaining("'L' holds 18446744073709551615, which can't be of class Long");
    assertThatIllegalStateException().isThrownBy(() -> tooLarge.add(-1, 5));
    Format fraction = new Format(Typecode.DOUBLE, BoxedType.INTEGER);
    assertThatIllegalStateException()
        .isThrownBy(() -> fraction.decode(Double.doubleToRawLongBits(1.5)))
        .withMessageContaining("'d' holds 1.5, which can't be of class Integer");
  }
}
