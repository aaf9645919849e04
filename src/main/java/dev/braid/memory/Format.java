package dev.braid.memory;

import java.math.BigInteger;
import java.util.Objects;

/// How shared numbers or characters lie in memory, and what they are in Java: a typecode, seen as a
/// class.
///
/// It holds what both can be: an `'i'` seen as `Short` only what a `Short` can be. A word is what
/// lies in memory, in the lower bytes of a `long`.
final class Format {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

  private final Typecode code;
  private final BoxedType type;
  private final boolean integer;
  private final boolean floating;
  private final long mask;
  // What all bits of 64 are turned with to make an unsigned order a signed one.
  private final long bias;
  private final long least;
  private final long most;

  /// @throws IllegalArgumentException if the typecode can't be seen as that
  Format(Typecode code, BoxedType type) {
    this.code = code;
    this.type = type;
    this.integer = code.isInteger();
    this.floating = code.isFloating();
    boolean byteOfText = code == Typecode.CHAR && type == BoxedType.BYTE;
    boolean unsigned = code.least() == 0 && !byteOfText && code.size() < Long.BYTES;
    this.mask = unsigned ? (1L << (code.size() * Byte.SIZE)) - 1 : -1;
    boolean whole = type == BoxedType.BIG_INTEGER && code.exceedsLong();
    this.bias = whole ? Long.MIN_VALUE : 0;
    boolean isTypes = whole || byteOfText;
    this.least = isTypes ? type.least() : Math.max(code.least(), type.least());
    this.most = isTypes ? type.most() : Math.min(code.most(), type.most());
  }

  /// The format that a typecode gets by its first value.
  ///
  /// @throws IllegalArgumentException if it can't hold values of that class
  static Format of(Typecode code, Object first) {
    BoxedType type = BoxedType.of(first);
    if (!code.accepts(type)) {
      throw new IllegalArgumentException(
          "%s is of class %s, and typecode '%s' holds %s; use the typecode '%s', or another value"
              .formatted(first, type, code.letter(), code.content(), remedy(type)));
    }
    return new Format(code, type);
  }

  private static char remedy(BoxedType type) {
    return switch (type) {
      case FLOAT, DOUBLE -> Typecode.DOUBLE.letter();
      case CHARACTER -> Typecode.WIDE_CHAR.letter();
      case BYTE, SHORT, INTEGER, LONG -> Typecode.LONG_LONG.letter();
      case BIG_INTEGER -> Typecode.UNSIGNED_LONG_LONG.letter();
    };
  }

  Typecode code() {
    return code;
  }

  BoxedType type() {
    return type;
  }

  /// @throws IllegalArgumentException if the value isn't of the class, or out of range
  long encode(Object value) {
    Objects.requireNonNull(value, "a shared value can't be null; use 0 for nothing");
    if (!type.isOf(value)) {
      throw new IllegalArgumentException(
          ("%s is of class %s, but this '%s' was made for %s; convert it, or begin with a value of"
                  + " its class")
              .formatted(value, value.getClass().getSimpleName(), code.letter(), type));
    }
    if (!floating) {
      return whole(value);
    }
    return code == Typecode.FLOAT
        ? Float.floatToRawIntBits(single(value))
        : Double.doubleToRawLongBits(floating(value));
  }

  private long whole(Object value) {
    long number =
        switch (type) {
          case BYTE -> (Byte) value;
          case SHORT -> (Short) value;
          case INTEGER -> (Integer) value;
          case LONG -> (Long) value;
          case CHARACTER -> (Character) value;
          case BIG_INTEGER -> bits((BigInteger) value);
          case FLOAT, DOUBLE -> throw new IllegalStateException(this + " can't be");
        };
    if (isOutside(number ^ bias)) {
      throw outOfRange(value);
    }
    return number;
  }

  private long bits(BigInteger value) {
    boolean fits =
        bias == 0
            ? value.bitLength() < Long.SIZE
            : value.signum() >= 0 && value.bitLength() <= Long.SIZE;
    if (!fits) {
      throw outOfRange(value);
    }
    return value.longValue();
  }

  private boolean isOutside(long biased) {
    return biased < least || biased > most;
  }

  private float single(Object value) {
    double exact = floating(value);
    float single = (float) exact;
    // Rounding is what an 'f' is for; a whole number must stay itself.
    boolean changed =
        (value instanceof Float || value instanceof Double)
            ? Float.isInfinite(single) && !Double.isInfinite(exact)
            : single != exact;
    if (changed) {
      throw outOfRange(value);
    }
    return single;
  }

  private double floating(Object value) {
    double number = ((Number) value).doubleValue();
    if (value instanceof Long n && isOther(number, n)) {
      throw outOfRange(value);
    }
    return number;
  }

  private static boolean isOther(double number, long whole) {
    // 2^63 would be the largest long again.
    return number == 0x1p63 || (long) number != whole;
  }

  /// @throws IllegalStateException if what lies there can't be seen as the class, because it was
  ///   not written by this format
  Object decode(long word) {
    if (!floating) {
      return decodeWhole(word & mask);
    }
    return decodeFloating(
        code == Typecode.FLOAT ? Float.intBitsToFloat((int) word) : Double.longBitsToDouble(word));
  }

  private Object decodeFloating(double number) {
    return switch (type) {
      case DOUBLE -> number;
      case FLOAT -> (float) number;
      default -> {
        long whole = (long) number;
        if (whole != number) {
          throw notSeen("" + number);
        }
        yield decodeWhole(whole);
      }
    };
  }

  private Object decodeWhole(long number) {
    if (isOutside(number ^ bias)) {
      throw notSeen(code.exceedsLong() ? Long.toUnsignedString(number) : "" + number);
    }
    return switch (type) {
      case BYTE -> (byte) number;
      case SHORT -> (short) number;
      case INTEGER -> (int) number;
      case LONG -> number;
      case CHARACTER -> (char) number;
      case BIG_INTEGER -> big(number);
      case FLOAT, DOUBLE -> throw new IllegalStateException(this + " can't be");
    };
  }

  private BigInteger big(long number) {
    BigInteger signed = BigInteger.valueOf(number);
    return bias != 0 && number < 0 ? signed.add(TWO_TO_64) : signed;
  }

  /// The word that is `delta` more.
  ///
  /// @throws IllegalArgumentException if the sum is out of range
  /// @throws IllegalStateException as [#decode]
  long add(long word, long delta) {
    long number = (word & mask) ^ bias;
    if (isOutside(number)) {
      throw notSeen(Long.toUnsignedString(word & mask));
    }
    long sum = number + delta;
    boolean overflow = ((number ^ sum) & (delta ^ sum)) < 0;
    if (overflow || isOutside(sum)) {
      throw outOfRange(big(word & mask).add(BigInteger.valueOf(delta)));
    }
    return sum ^ bias;
  }

  /// @throws UnsupportedOperationException if it holds no integers
  void requireInteger(String operation) {
    if (!integer) {
      throw new UnsupportedOperationException(
          "%s is for integers, and this is a '%s'; use update, or get and set under a lock"
              .formatted(operation, code.letter()));
    }
  }

  private IllegalArgumentException outOfRange(Object value) {
    String range =
        switch (code) {
          case FLOAT ->
              type == BoxedType.DOUBLE || type == BoxedType.FLOAT
                  ? "%s to %s".formatted(-Float.MAX_VALUE, Float.MAX_VALUE)
                  : "whole numbers only as far as a float has them exactly";
          case DOUBLE -> "whole numbers only as far as a double has them exactly";
          default -> "%s to %s".formatted(shown(least), shown(most));
        };
    return new IllegalArgumentException(
        "%s is out of the range of typecode '%s' (as %s), %s; use a wider typecode"
            .formatted(
                value instanceof Character c ? "'\\u%04x'".formatted((int) c) : value,
                code.letter(),
                type,
                range));
  }

  private String shown(long biased) {
    return bias == 0 ? "" + biased : Long.toUnsignedString(biased ^ bias);
  }

  private IllegalStateException notSeen(String number) {
    return new IllegalStateException(
        ("the memory of this '%s' holds %s, which can't be of class %s; read it through the"
                + " segment that it was written by")
            .formatted(code.letter(), number, type));
  }

  @Override
  public String toString() {
    return "'%s' as %s".formatted(code.letter(), type);
  }
}
