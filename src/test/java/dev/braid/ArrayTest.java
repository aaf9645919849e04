package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayTest extends RawArrayContract {
  @Override
  <T> RawArray<T> array(char typecode, Iterable<? extends T> values) {
    return new Array<>(typecode, values);
  }

  @Override
  <T> RawArray<T> array(char typecode, int length) {
    return new Array<>(typecode, length);
  }

  @Test
  void lockIsItsOwnOrTheOneGiven() {
    assertThat(new Array<>('i', range(10)).lock()).isInstanceOf(RLock.class);
    assertThat(new Array<>('i', 10).lock()).isInstanceOf(RLock.class);
    Lock lock = new Lock();
    assertThat(new Array<>('i', range(10), lock).lock()).isSameAs(lock);
    assertThat(new Array<>('i', 10, lock).lock()).isSameAs(lock);
  }

  @Test
  void lockCrossesWithTheArray() {
    Array<Integer> array = new Array<>('i', range(3));
    try (var _ = array.lock().hold()) {
      RawValueContract.inChild(() -> assertThat(array.lock().tryAcquire()).isFalse());
    }
    RawValueContract.inChild(() -> {
      assertThat(array.lock().tryAcquire()).isTrue();
      array.lock().release();
    });
  }

  @Test
  void nothingIsLostUnderItsLock() {
    Array<Long> array = new Array<>('q', List.of(0L, 0L));
    List<Process> children =
        List.of(new Process(ArrayTest::move, array), new Process(ArrayTest::move, array));
    children.forEach(Process::start);
    children.forEach(Process::join);
    assertThat(children).allSatisfy(child -> assertThat(child.exitCode()).isZero());
    assertThat(array).containsExactly(10_000L, -10_000L);
  }

  private static void move(Array<Long> array) {
    for (int i = 0; i < 5_000; i++) {
      try (var _ = array.lock().hold()) {
        array.set(0, array.get(0) + 1);
        array.set(1, array.get(1) - 1);
      }
    }
  }
}
