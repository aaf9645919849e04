package dev.braid.memory;

import java.math.BigInteger;
import java.util.Objects;

/// The Java class that shared numbers or characters are seen as.
///
/// Its code is in shared memory, so that all processes see the same class.
enum BoxedType {
  BYTE(1, Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE),
  SHORT(2, Short.class, Short.MIN_VALUE, Short.MAX_VALUE),
  INTEGER(3, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE),
  LONG(4, Long.class, Long.MIN_VALUE, Long.MAX_VALUE),
  BIG_INTEGER(5, BigInteger.class, Long.MIN_VALUE, Long.MAX_VALUE),
  FLOAT(6, Float.class, 0, 0),
  DOUBLE(7, Double.class, 0, 0),
  CHARACTER(8, Character.class, Character.MIN_VALUE, Character.MAX_VALUE);

  private static final BoxedType[] ALL = values();

  private final int code;
  private final Class<?> box;
  private final long least;
  private final long most;

  BoxedType(int code, Class<?> box, long least, long most) {
    this.code = code;
    this.box = box;
    this.least = least;
    this.most = most;
  }

  /// @throws IllegalArgumentException if values of its class can't be shared
  static BoxedType of(Object value) {
    Objects.requireNonNull(value, "a shared value can't be null; use 0 for nothing");
    for (BoxedType type : ALL) {
      if (type.isOf(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        ("%s (%s) can't be a shared value; it must be a Byte, Short, Integer, Long, BigInteger,"
                + " Float, Double or Character")
            .formatted(value, value.getClass().getName()));
  }

  static BoxedType ofCode(int code) {
    for (BoxedType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalStateException("no class of shared values has the code " + code);
  }

  boolean isOf(Object value) {
    return value.getClass() == box;
  }

  int code() {
    return code;
  }

  /// The least whole number that it can be, among those of 64 bits; meaningless for `FLOAT` and
  /// `DOUBLE`.
  long least() {
    return least;
  }

  /// The largest whole number that it can be, among those of 64 bits.
  long most() {
    return most;
  }

  @Override
  public String toString() {
    return box.getSimpleName();
  }
}
