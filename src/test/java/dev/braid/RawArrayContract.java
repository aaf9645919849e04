package dev.braid;

import static dev.braid.Multiprocessing.range;
import static dev.braid.RawValueContract.inChild;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/// What an array in shared memory does, with or without a lock.
abstract class RawArrayContract {
  abstract <T> RawArray<T> array(char typecode, Iterable<? extends T> values);

  abstract <T> RawArray<T> array(char typecode, int length);

  private static void sumUp(RawArray<Integer> array) {
    for (int i = 1; i < array.length(); i++) {
      array.set(i, array.get(i) + array.get(i - 1));
    }
  }

  @Test
  void childComputesSumsInPlace() {
    List<Integer> numbers =
        new ArrayList<>(List.of(680, 626, 934, 821, 150, 233, 548, 982, 714, 831));
    RawArray<Integer> array = array('i', numbers);
    assertThat(array.length()).isEqualTo(numbers.size());
    assertThat(array.get(3)).isEqualTo(numbers.get(3));
    assertThat(array.slice(2, 7)).isEqualTo(numbers.subList(2, 7));

    array.setAll(4, List.of(1, 2, 3, 4));
    Collections.copy(numbers.subList(4, 8), List.of(1, 2, 3, 4));
    assertThat(array.toList()).isEqualTo(numbers);

    inChild(() -> sumUp(array));
    for (int i = 1; i < numbers.size(); i++) {
      numbers.set(i, numbers.get(i) + numbers.get(i - 1));
    }
    assertThat(array.toList()).isEqualTo(numbers);
  }

  @Test
  void madeByItsLengthItIsZeroAlsoInMemoryThatWasUsed() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      RawArray<Integer> array = array('i', 1000);
      assertThat(array.length()).isEqualTo(1000);
      assertThat(array.toList()).isEqualTo(Collections.nCopies(1000, 0));
      array.setAll(0, range(1000));
      assertThat(array.toList()).isEqualTo(range(1000));
      dropped(array.segment());
    }
    ArenaCount.collectAll();
    RawArray<Integer> again = array('i', 1000);
    assertThat(again).containsOnly(0);
  }

  private static void dropped(MemorySegment segment) {
    segment.fill((byte) 0x55);
  }

  @Test
  void naturalClassIsThatOfTheTable() {
    for (char typecode : "bBhHi".toCharArray()) {
      assertThat(this.<Object>array(typecode, 1).get(0)).isEqualTo(0);
    }
    for (char typecode : "IlLqQ".toCharArray()) {
      assertThat(this.<Object>array(typecode, 1).get(0)).isEqualTo(0L);
    }
    assertThat(this.<Object>array('f', 1).get(0)).isEqualTo(0f);
    assertThat(this.<Object>array('d', 1).get(0)).isEqualTo(0.0);
    assertThat(this.<Object>array('c', 1).get(0)).isEqualTo('\0');
    assertThat(this.<Object>array('u', 1).get(0)).isEqualTo('\0');
  }

  @Test
  void everyTypecodeKeepsItsElementsApart() {
    for (char typecode : "bBhHiIlLqQfd".toCharArray()) {
      RawArray<Integer> array = array(typecode, range(100));
      array.set(50, 127);
      array.set(99, 0);
      List<Integer> expected = new ArrayList<>(range(100));
      expected.set(50, 127);
      expected.set(99, 0);
      assertThat(array).as("'%s'", typecode).containsExactlyElementsOf(expected);
    }
    BigInteger most = new BigInteger("18446744073709551615");
    assertThat(array('L', List.of(BigInteger.ZERO, most, BigInteger.ONE)))
        .containsExactly(BigInteger.ZERO, most, BigInteger.ONE);
    assertThat(array('c', List.of('a', '\u00ff', 'c'))).containsExactly('a', '\u00ff', 'c');
  }

  @Test
  void indexOutsideIsRefused() {
    RawArray<Integer> array = array('i', range(10));
    for (int index : new int[] {-1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> array.get(index))
          .withMessageContaining("" + index)
          .withMessageContaining("10");
      assertThatThrownBy(() -> array.set(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> array.slice(5, 11)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.slice(5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.setAll(8, List.of(1, 2, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.setAll(-1, List.of()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(array).containsExactlyElementsOf(range(10));
  }

  @Test
  void badTypecodeOrLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array('x', 10))
        .withMessage("bad typecode 'x'; it must be one of b B h H i I l L q Q f d c u");
    assertThatIllegalArgumentException().isThrownBy(() -> array('x', List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array('i', -1))
        .withMessage("length is -1; it must not be negative");
  }

  @Test
  void oneBadElementLeavesAllAsTheyWere() {
    RawArray<Integer> array = array('b', range(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array.setAll(1, List.of(9, 300, 9)))
        .withMessageContaining("300 is out of the range of typecode 'b'");
    assertThat(array).containsExactly(0, 1, 2, 3, 4);
    assertThatIllegalArgumentException().isThrownBy(() -> array('B', List.of(1, -1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array('d', List.<Number>of(1, 2.5)))
        .withMessageContaining("2.5 is of class Double, but this 'd' was made for Integer");
  }

  @Test
  void emptyArrayIsGood() {
    RawArray<Double> empty = array('d', List.of());
    assertThat(empty.length()).isZero();
    assertThat(empty).isEmpty();
    assertThat(empty.segment().byteSize()).isZero();
    assertThatThrownBy(() -> empty.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(array('i', 0).toList()).isEmpty();
  }

  @Test
  void segmentIsTheElements() {
    RawArray<Integer> array = array('i', range(10));
    MemorySegment segment = array.segment();
    assertThat(segment.byteSize()).isEqualTo(40);
    assertThat(segment.toArray(JAVA_INT)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    inChild(() -> array.segment().setAtIndex(JAVA_INT, 9, -9));
    assertThat(array.get(9)).isEqualTo(-9);
    assertThatThrownBy(() -> segment.getAtIndex(JAVA_INT, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static final StructLayout POINT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("x"), MemoryLayout.paddingLayout(4), JAVA_DOUBLE.withName("y"));
  private static final VarHandle X = POINT.varHandle(PathElement.groupElement("x"));
  private static final VarHandle Y = POINT.varHandle(PathElement.groupElement("y"));

  @Test
  void childDoublesTheMembersOfAStructure() {
    RawArray<Long> array = array('q', (int) (POINT.byteSize() / Long.BYTES));
    MemorySegment point = array.segment();
    X.set(point, 0L, 3);
    Y.set(point, 0L, 4.5);
    inChild(() -> {
      MemorySegment same = array.segment();
      X.set(same, 0L, 2 * (int) X.get(same, 0L));
      Y.set(same, 0L, 2 * (double) Y.get(same, 0L));
    });
    assertThat((int) X.get(point, 0L)).isEqualTo(6);
    assertThat((double) Y.get(point, 0L)).isEqualTo(9.0);
  }

  @Test
  void iteratorEnds() {
    Iterator<Integer> numbers = this.<Integer>array('i', List.of(1)).iterator();
    assertThat(numbers.next()).isEqualTo(1);
    assertThat(numbers.hasNext()).isFalse();
    assertThatThrownBy(numbers::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void copyIsItsOwn() {
    RawArray<Integer> array = array('i', range(3));
    List<Integer> copy = array.toList();
    copy.set(0, 100);
    copy.add(7);
    assertThat(array).containsExactly(0, 1, 2);
  }

  @Test
  void printsAsMuchAsCanBeRead() {
    assertThat(array('i', range(3)).toString()).endsWith("Array('i', [0, 1, 2])");
    assertThat(array('d', 1000).toString()).endsWith("0.0, 0.0], and 980 more)");
  }

  @Test
  void childOfAnyKindSharesIt() {
    RawArray<Integer> array = array('i', range(10));
    RawArray<Double> sum = array('d', 1);
    inChild(() -> {
      List<Integer> backwards = array.toList();
      Collections.reverse(backwards);
      array.setAll(0, backwards);
      inChild(() -> sum.set(0, (double) array.get(0)));
    });
    assertThat(array).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(sum).containsExactly(9.0);
  }

  @Test
  void childDoublesNumbersOfAllTypes() {
    RawArray<Double> numbers = array('d', range(10).stream().map(Integer::doubleValue).toList());
    RawArray<Character> text = array('c', 20);
    text.setAll(0, "hello".chars().mapToObj(c -> (char) c).toList());
    inChild(() -> {
      for (int i = 0; i < numbers.length(); i++) {
        numbers.set(i, 2 * numbers.get(i));
      }
      text.setAll(5, text.slice(0, 5));
    });
    assertThat(numbers.toList()).isEqualTo(range(10).stream().map(i -> 2.0 * i).toList());
    assertThat(text.slice(0, 10).stream().map(String::valueOf).reduce("", String::concat))
        .isEqualTo("hellohello");
  }

  @Test
  void arrayLargerThanTheArenaIsRefused() {
    RawArray<Integer> small = array('i', range(3));
    assertThatExceptionOfType(SharedMemoryFullException.class)
        .isThrownBy(() -> array('q', Integer.MAX_VALUE))
        .withMessageContaining("17,179,869,192 bytes of shared memory can't be had");
    assertThat(small).containsExactly(0, 1, 2);
    assertThat(array('i', 3)).containsOnly(0);
  }

  private record Row(String name, RawArray<Integer> cells) implements Serializable {}

  @Test
  void arrayCrossesInARecordInAListAsOne() {
    RawArray<Integer> array = array('i', range(3));
    List<Row> rows = List.of(new Row("first", array), new Row("again", array));
    inChild(() -> {
      assertThat(rows.getFirst().cells()).isSameAs(rows.getLast().cells());
      rows.getFirst().cells().set(1, 100);
    });
    assertThat(array).containsExactly(0, 100, 2);
  }

  @Test
  void arraysThatAreDroppedLeaveNothing() throws InterruptedException {
    ArenaCount.assertStays(() -> {
      RawArray<Integer> array = array('i', 100);
      array.set(99, 1);
    });
  }
}
