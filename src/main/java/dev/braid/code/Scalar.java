package dev.braid.code;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A value on its way that can't change, such as a number or a string.
///
/// @param tag of the first group of [Tag]
record Scalar(Tag tag, @Nullable Object value, long length) implements Encoding {
  static final Scalar NULL = new Scalar(Tag.NULL, null, 1);

  static Scalar of(Tag tag, Object value) {
    return new Scalar(tag, value, length(tag, value));
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    long _ = write(tag, value, target, offset);
  }

  /// The number of bytes, with the tag.
  static long length(Tag tag, @Nullable Object value) {
    return switch (tag) {
      case NULL -> 1;
      case BOOLEAN, BYTE -> 1 + Byte.BYTES;
      case SHORT, CHARACTER -> 1 + Short.BYTES;
      case INTEGER, FLOAT -> 1 + Integer.BYTES;
      case LONG, DOUBLE, LOCAL_DATE, LOCAL_TIME -> 1 + Long.BYTES;
      case LATIN1, UTF16 -> Text.length(tag, (String) there(value));
      case BIG_INTEGER -> 1 + Integer.BYTES + bytes((BigInteger) there(value));
      case BIG_DECIMAL ->
          1 + 2 * Integer.BYTES + bytes(((BigDecimal) there(value)).unscaledValue());
      case UUID, LOCAL_DATE_TIME -> 1 + 2 * Long.BYTES;
      case DURATION, INSTANT -> 1 + Long.BYTES + Integer.BYTES;
      case ENUM -> {
        Enum<?> constant = (Enum<?>) there(value);
        yield 1 + text(constant.getDeclaringClass().getName()) + text(constant.name());
      }
      default -> throw new IllegalArgumentException(tag + " isn't the tag of a scalar");
    };
  }

  private static Object there(@Nullable Object value) {
    return Objects.requireNonNull(value, "only NULL has no value");
  }

  private static long bytes(BigInteger number) {
    return number.bitLength() / Byte.SIZE + 1L;
  }

  private static long text(String text) {
    return Text.length(Tag.of(text), text);
  }

  /// Writes the tag and what follows it; where that ends.
  static long write(Tag tag, @Nullable Object value, MemorySegment target, long offset) {
    target.set(Layouts.BYTE, offset, tag.code());
    if (value == null) {
      return offset + 1;
    }
    long at = offset + 1;
    return switch (tag) {
      case BOOLEAN -> put(target, at, (byte) ((Boolean) value ? 1 : 0));
      case BYTE -> put(target, at, (Byte) value);
      case SHORT -> put(target, at, (Short) value);
      case CHARACTER -> put(target, at, (short) ((Character) value).charValue());
      case INTEGER -> put(target, at, (Integer) value);
      case LONG -> put(target, at, (Long) value);
      case FLOAT -> put(target, at, Float.floatToRawIntBits((Float) value));
      case DOUBLE -> put(target, at, Double.doubleToRawLongBits((Double) value));
      case LATIN1, UTF16 -> Text.write(tag, (String) value, target, at);
      case BIG_INTEGER -> put(target, at, (BigInteger) value);
      case BIG_DECIMAL -> {
        BigDecimal number = (BigDecimal) value;
        yield put(target, put(target, at, number.scale()), number.unscaledValue());
      }
      case UUID -> {
        UUID id = (UUID) value;
        yield put(
            target, put(target, at, id.getMostSignificantBits()), id.getLeastSignificantBits());
      }
      case DURATION -> {
        Duration time = (Duration) value;
        yield put(target, put(target, at, time.getSeconds()), time.getNano());
      }
      case INSTANT -> {
        Instant time = (Instant) value;
        yield put(target, put(target, at, time.getEpochSecond()), time.getNano());
      }
      case LOCAL_DATE -> put(target, at, ((LocalDate) value).toEpochDay());
      case LOCAL_TIME -> put(target, at, ((LocalTime) value).toNanoOfDay());
      case LOCAL_DATE_TIME -> {
        LocalDateTime time = (LocalDateTime) value;
        long date = put(target, at, time.toLocalDate().toEpochDay());
        yield put(target, date, time.toLocalTime().toNanoOfDay());
      }
      case ENUM -> {
        Enum<?> constant = (Enum<?>) value;
        String type = constant.getDeclaringClass().getName();
        long name = write(Tag.of(type), type, target, at);
        yield write(Tag.of(constant.name()), constant.name(), target, name);
      }
      default -> throw new IllegalArgumentException(tag + " isn't the tag of a scalar");
    };
  }

  private static long put(MemorySegment target, long at, byte value) {
    target.set(Layouts.BYTE, at, value);
    return at + Byte.BYTES;
  }

  private static long put(MemorySegment target, long at, short value) {
    target.set(Layouts.SHORT, at, value);
    return at + Short.BYTES;
  }

  private static long put(MemorySegment target, long at, int value) {
    target.set(Layouts.INT, at, value);
    return at + Integer.BYTES;
  }

  private static long put(MemorySegment target, long at, long value) {
    target.set(Layouts.LONG, at, value);
    return at + Long.BYTES;
  }

  private static long put(MemorySegment target, long at, BigInteger value) {
    byte[] bytes = value.toByteArray();
    long data = put(target, at, bytes.length);
    MemorySegment.copy(bytes, 0, target, Layouts.BYTE, data, bytes.length);
    return data + bytes.length;
  }

  /// Reads what follows the tag.
  static @Nullable Object read(Tag tag, Cursor in, ClassFinder classes)
      throws ClassNotFoundException {
    return switch (tag) {
      case NULL -> null;
      case BOOLEAN -> in.readBoolean();
      case BYTE -> in.readByte();
      case SHORT -> in.readShort();
      case CHARACTER -> in.readChar();
      case INTEGER -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> Float.intBitsToFloat(in.readInt());
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case LATIN1 -> Text.readLatin1(in);
      case UTF16 -> Text.readUtf16(in);
      case BIG_INTEGER -> readBigInteger(in);
      case BIG_DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(readBigInteger(in), scale);
      }
      case UUID -> new UUID(in.readLong(), in.readLong());
      case DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
      case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case LOCAL_DATE -> LocalDate.ofEpochDay(in.readLong());
      case LOCAL_TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case LOCAL_DATE_TIME ->
          LocalDateTime.of(
              LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
      case ENUM -> constant(readText(in), readText(in), classes);
      default -> throw new NotReadableException(tag + " where only a plain value may be");
    };
  }

  private static BigInteger readBigInteger(Cursor in) {
    byte[] bytes = new byte[in.count(1)];
    in.read(bytes, Layouts.BYTE, bytes.length);
    return new BigInteger(bytes);
  }

  private static String readText(Cursor in) {
    return switch (Tag.of(in.readByte())) {
      case LATIN1 -> Text.readLatin1(in);
      case UTF16 -> Text.readUtf16(in);
      default -> throw new NotReadableException("a name that is no string");
    };
  }

  private static Object constant(String type, String name, ClassFinder classes)
      throws ClassNotFoundException {
    Object[] constants = classes.find(type).getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new NotReadableException("%s has no constant %s".formatted(type, name));
  }
}
