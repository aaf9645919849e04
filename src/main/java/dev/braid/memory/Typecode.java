package dev.braid.memory;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A type of C by the letter that Python gives it, with its size on 64-bit Linux.
enum Typecode {
  SIGNED_CHAR('b', Byte.BYTES, Byte.MIN_VALUE, Byte.MAX_VALUE, BoxedType.INTEGER),
  UNSIGNED_CHAR('B', Byte.BYTES, 0, 0xFF, BoxedType.INTEGER),
  SHORT('h', Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE, BoxedType.INTEGER),
  UNSIGNED_SHORT('H', Short.BYTES, 0, 0xFFFF, BoxedType.INTEGER),
  INT('i', Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE, BoxedType.INTEGER),
  UNSIGNED_INT('I', Integer.BYTES, 0, 0xFFFF_FFFFL, BoxedType.LONG),
  LONG('l', Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE, BoxedType.LONG),
  UNSIGNED_LONG('L', Long.BYTES, 0, Long.MAX_VALUE, BoxedType.LONG),
  LONG_LONG('q', Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE, BoxedType.LONG),
  UNSIGNED_LONG_LONG('Q', Long.BYTES, 0, Long.MAX_VALUE, BoxedType.LONG),
  FLOAT('f', Float.BYTES, Long.MIN_VALUE, Long.MAX_VALUE, BoxedType.FLOAT),
  DOUBLE('d', Double.BYTES, Long.MIN_VALUE, Long.MAX_VALUE, BoxedType.DOUBLE),
  CHAR('c', Byte.BYTES, 0, 0xFF, BoxedType.CHARACTER),
  WIDE_CHAR('u', Integer.BYTES, 0, Character.MAX_CODE_POINT, BoxedType.CHARACTER);

  private static final Typecode[] ALL = values();

  private final char letter;
  private final int size;
  private final long least;
  private final long most;
  private final BoxedType natural;

  Typecode(char letter, int size, long least, long most, BoxedType natural) {
    this.letter = letter;
    this.size = size;
    this.least = least;
    this.most = most;
    this.natural = natural;
  }

  /// @throws IllegalArgumentException if there is none with that letter
  static Typecode of(char letter) {
    for (Typecode code : ALL) {
      if (code.letter == letter) {
        return code;
      }
    }
    throw new IllegalArgumentException(
        "bad typecode '%s'; it must be one of %s"
            .formatted(
                letter,
                Arrays.stream(ALL).map(code -> "" + code.letter).collect(Collectors.joining(" "))));
  }

  /// The one that holds exactly what the value's class can be.
  ///
  /// @throws IllegalArgumentException if there is none
  static Typecode fitting(Object value) {
    return switch (BoxedType.of(value)) {
      case BYTE -> SIGNED_CHAR;
      case SHORT -> SHORT;
      case INTEGER -> INT;
      case LONG -> LONG_LONG;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case CHARACTER -> WIDE_CHAR;
      case BIG_INTEGER ->
          throw new IllegalArgumentException(
              "%s is a BigInteger, which has no typecode of its own; give one, such as 'Q'"
                  .formatted(value));
    };
  }

  char letter() {
    return letter;
  }

  /// In bytes.
  int size() {
    return size;
  }

  /// The least whole number that it holds, among those of 64 bits.
  long least() {
    return least;
  }

  /// The largest whole number that it holds, among those that a `long` can be.
  long most() {
    return most;
  }

  /// As what it is seen if no value says otherwise.
  BoxedType natural() {
    return natural;
  }

  boolean accepts(BoxedType type) {
    return switch (type) {
      case BYTE -> this != WIDE_CHAR;
      case INTEGER -> this != CHAR;
      case SHORT, LONG -> this != CHAR && this != WIDE_CHAR;
      case BIG_INTEGER -> isInteger();
      case FLOAT, DOUBLE -> isFloating();
      case CHARACTER -> this == CHAR || this == WIDE_CHAR;
    };
  }

  boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  boolean isInteger() {
    return !isFloating() && this != CHAR && this != WIDE_CHAR;
  }

  /// True if a `long` can't be all that it holds.
  boolean exceedsLong() {
    return this == UNSIGNED_LONG || this == UNSIGNED_LONG_LONG;
  }

  /// As in messages: what it holds.
  String content() {
    return switch (this) {
      case CHAR -> "a Character up to '\\u00ff' or a Byte";
      case WIDE_CHAR -> "a Character or, as Integer, a code point";
      case FLOAT, DOUBLE -> "a Byte, Short, Integer, Long, Float or Double";
      case SIGNED_CHAR,
          UNSIGNED_CHAR,
          SHORT,
          UNSIGNED_SHORT,
          INT,
          UNSIGNED_INT,
          LONG,
          UNSIGNED_LONG,
          LONG_LONG,
          UNSIGNED_LONG_LONG ->
          "a whole number from %d to %s"
              .formatted(least, exceedsLong() ? Long.toUnsignedString(-1) : "" + most);
    };
  }
}
