package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a value in shared memory does, with or without a lock.
abstract class RawValueContract {
  abstract <T> RawValue<T> value(char typecode, T initial);

  abstract <T> RawValue<T> value(T initial);

  /// Runs a task in a child process; what it throws fails the test.
  static void inChild(Task task) {
    Process child = new Process(task);
    child.start();
    child.join();
    assertThat(child.exception()).isEmpty();
    assertThat(child.exitCode()).isZero();
  }

  @Test
  void childSeesTheFirstValueAndParentTheChildsValue() {
    RawValue<Integer> i = value('i', 4_343_442);
    RawValue<Double> d = value('d', 3.625);
    RawValue<Short> h = value('h', (short) -232);
    RawValue<Long> q = value('q', 1L << 33);
    RawValue<Character> c = value('c', 'x');
    inChild(() -> {
      assertThat(List.of(i.get(), d.get(), h.get(), q.get(), c.get()))
          .isEqualTo(List.of(4_343_442, 3.625, (short) -232, 1L << 33, 'x'));
      i.set(23);
      d.set(4.5);
      h.set((short) 11);
      q.set(1L << 34);
      c.set('y');
    });
    assertThat(List.of(i.get(), d.get(), h.get(), q.get(), c.get()))
        .isEqualTo(List.of(23, 4.5, (short) 11, 1L << 34, 'y'));
  }

  @Test
  void classOfTheFirstValueStays() {
    assertThat(value('b', 1).get()).isEqualTo(1);
    assertThat(value('b', 1L).get()).isEqualTo(1L);
    assertThat(value('d', 1).get()).isEqualTo(1);
    assertThat(value('d', 1f).get()).isEqualTo(1f);
    assertThat(value('Q', BigInteger.TWO.pow(64).subtract(BigInteger.ONE)).get())
        .isEqualTo("18446744073709551615");
    assertThat(value('c', (byte) -1).get()).isEqualTo((byte) -1);
    assertThat(value('u', 0x1F600).get()).isEqualTo(0x1F600);
    assertThat(value('u', '\uFFFF').get()).isEqualTo('\uFFFF');
  }

  @Test
  void typecodeFollowsFromTheClass() {
    assertThat(value(1).toString()).endsWith("Value('i', 1)");
    assertThat(value(1L).toString()).endsWith("Value('q', 1)");
    assertThat(value(1.0).toString()).endsWith("Value('d', 1.0)");
    assertThat(value(1f).toString()).endsWith("Value('f', 1.0)");
    assertThat(value((short) 1).toString()).endsWith("Value('h', 1)");
    assertThat(value((byte) 1).toString()).endsWith("Value('b', 1)");
    assertThat(value('x').toString()).endsWith("Value('u', x)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value(BigInteger.ONE))
        .withMessageContaining("1 is a BigInteger, which has no typecode of its own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value("one"))
        .withMessageContaining("one (java.lang.String) can't be a shared value");
  }

  @Test
  void badTypecodeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('x', 1))
        .withMessage("bad typecode 'x'; it must be one of b B h H i I l L q Q f d c u");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('\0', 1))
        .withMessageStartingWith("bad typecode");
  }

  @Test
  void whatTheTypecodeCannotHoldIsRefusedAndNothingStored() {
    RawValue<Integer> narrow = value('b', 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> narrow.set(300))
        .withMessage(
            "300 is out of the range of typecode 'b' (as Integer), -128 to 127; use a wider typecode");
    assertThatIllegalArgumentException().isThrownBy(() -> narrow.set(-129));
    assertThat(narrow.get()).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('B', -1))
        .withMessageContaining("-1 is out of the range of typecode 'B' (as Integer), 0 to 255");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('i', 1L << 40))
        .withMessageContaining("1099511627776 is out of the range");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('i', 1.5))
        .withMessage(
            "1.5 is of class Double, and typecode 'i' holds a whole number from -2147483648 to 2147483647;"
                + " use the typecode 'd', or another value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value('c', '€'))
        .withMessageContaining("'\\u20ac' is out of the range of typecode 'c'");
    assertThatIllegalArgumentException().isThrownBy(() -> value('c', 65));
    assertThatIllegalArgumentException().isThrownBy(() -> value('i', 'x'));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // as a cell without type arguments does
  void valueOfAnotherClassIsRefused() {
    RawValue raw = value('q', 1L);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raw.set(2))
        .withMessageContaining("2 is of class Integer, but this 'q' was made for Long");
    assertThatNullPointerException()
        .isThrownBy(() -> raw.set(null))
        .withMessage("a shared value can't be null; use 0 for nothing");
    assertThat(raw.get()).isEqualTo(1L);
  }

  @Test
  void integersAreAddedToAtOnce() {
    for (char typecode : "bBhHiIlLqQ".toCharArray()) {
      RawValue<Integer> counter = value(typecode, 5);
      assertThat(counter.addAndGet(10)).isEqualTo(15);
      assertThat(counter.getAndAdd(-14)).isEqualTo(15);
      assertThat(counter.get()).isEqualTo(1);
      assertThat(counter.compareAndSet(2, 3)).isFalse();
      assertThat(counter.compareAndSet(1, 100)).isTrue();
      assertThat(counter.get()).isEqualTo(100);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> counter.addAndGet(Long.MAX_VALUE))
          .withMessageContaining("9223372036854775907 is out of the range");
      assertThat(counter.get()).isEqualTo(100);
    }
  }

  @Test
  void othersAreNotAddedToAtOnce() {
    for (RawValue<?> other : List.of(value('d', 1), value('f', 1f), value('u', 'x'))) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> other.addAndGet(1))
          .withMessageContaining("addAndGet is for integers, and this is a '")
          .withMessageContaining("use update");
      assertThatThrownBy(() -> other.getAndAdd(1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> swap(other)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static <T> boolean swap(RawValue<T> value) {
    return value.compareAndSet(value.get(), value.get());
  }

  @Test
  void noAdditionOfTwoProcessesIsLost() {
    RawValue<Integer> narrow = value('H', 0);
    RawValue<Long> wide = value('q', 0L);
    List<Process> children =
        List.of(
            new Process(RawValueContract::count, narrow, wide),
            new Process(RawValueContract::count, narrow, wide));
    children.forEach(Process::start);
    children.forEach(Process::join);
    assertThat(children).allSatisfy(child -> assertThat(child.exitCode()).isZero());
    assertThat(narrow.get()).isEqualTo(60_000);
    assertThat(wide.get()).isEqualTo(60_000);
  }

  private static void count(RawValue<Integer> narrow, RawValue<Long> wide) {
    for (int i = 0; i < 30_000; i++) {
      narrow.getAndAdd(1);
      wide.addAndGet(1);
    }
  }

  @Test
  void whatTravelsIsSmall() throws IOException, ClassNotFoundException {
    RawValue<Integer> value = value('i', 5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    assertThat(bytes.size()).isLessThan(500);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RawValue<?> same = (RawValue<?>) in.readObject();
      assertThat(same.getClass()).isEqualTo(value.getClass());
      value.set(6);
      assertThat(same.get()).isEqualTo(6);
    }
  }

  @Test
  void valuesThatAreDroppedLeaveNothing() throws InterruptedException {
    ArenaCount.assertStays(() -> {
      RawValue<Integer> value = value('i', 1);
      value.set(2);
    });
  }
}
