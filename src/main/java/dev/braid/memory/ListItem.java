package dev.braid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An item of a shareable list as bytes: numbers in this machine's byte order, strings in UTF-8.
///
/// @param kind what the bytes mean
/// @param bytes its own
record ListItem(Kind kind, byte[] bytes) {
  private static final int ALIGNMENT = 8;

  /// The types of items, with their codes and their formats in Python's `struct` notation.
  enum Kind {
    NULL(0, "xxxxxx?x"),
    INTEGER(1, "q"),
    LONG(2, "q"),
    DOUBLE(3, "d"),
    BOOLEAN(4, "xxxxxxx?"),
    STRING(5, "s"),
    BYTES(6, "s");

    private final int code;
    private final String format;

    Kind(int code, String format) {
      this.code = code;
      this.format = format;
    }

    int code() {
      return code;
    }

    /// @param capacity of the slot, in bytes
    String format(long capacity) {
      return hasAnyLength() ? capacity + format : format;
    }

    private boolean hasAnyLength() {
      return format.equals("s");
    }

    static Kind of(int code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code == code)
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "a shareable list has no items of kind %d; something else wrote into its memory"
                      .formatted(code)));
    }
  }

  /// Encodes a value.
  ///
  /// @throws IllegalArgumentException if a list can't hold values of its class
  static ListItem of(@Nullable Object value) {
    return switch (value) {
      case null -> new ListItem(Kind.NULL, new byte[0]);
      case Integer i -> number(Kind.INTEGER, i);
      case Long l -> number(Kind.LONG, l);
      case Double d -> number(Kind.DOUBLE, Double.doubleToRawLongBits(d));
      case Boolean b -> number(Kind.BOOLEAN, b ? 1 : 0);
      case String s -> new ListItem(Kind.STRING, s.getBytes(UTF_8));
      case byte[] bytes -> new ListItem(Kind.BYTES, bytes);
      default ->
          throw new IllegalArgumentException(
              "a shareable list can't hold %s (%s); it holds Integer, Long, Double, Boolean, String, byte[] and null"
                  .formatted(value, value.getClass().getName()));
    };
  }

  private static ListItem number(Kind kind, long bits) {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    return new ListItem(kind, buffer.putLong(bits).array());
  }

  /// Decodes it.
  @Nullable Object value() {
    return switch (kind) {
      case NULL -> null;
      case INTEGER -> (int) bits();
      case LONG -> bits();
      case DOUBLE -> Double.longBitsToDouble(bits());
      case BOOLEAN -> bits() != 0;
      case STRING -> new String(bytes, UTF_8);
      case BYTES -> bytes;
    };
  }

  private long bits() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
  }

  /// The room that a new list gives it: 8 bytes for a number; for a string or bytes the next
  /// multiple of 8 above their length, as in Python.
  long room() {
    return kind.hasAnyLength() ? (bytes.length / ALIGNMENT + 1L) * ALIGNMENT : ALIGNMENT;
  }

  /// True if it has this value; arrays by their content.
  boolean is(@Nullable Object value) {
    return value instanceof byte[] other
        ? kind == Kind.BYTES && Arrays.equals(bytes, other)
        : Objects.equals(value(), value);
  }
}
