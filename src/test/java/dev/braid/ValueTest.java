package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ValueTest extends RawValueContract {
  @Override
  <T> RawValue<T> value(char typecode, T initial) {
    return new Value<>(typecode, initial);
  }

  @Override
  <T> RawValue<T> value(T initial) {
    return new Value<>(initial);
  }

  @Test
  void lockIsItsOwnOrTheOneGiven() {
    assertThat(new Value<>('i', 5).lock()).isInstanceOf(RLock.class);
    assertThat(new Value<>(5).lock()).isInstanceOf(RLock.class);
    Lock lock = new Lock();
    Value<Integer> one = new Value<>('i', 1, lock);
    Value<Integer> two = new Value<>('i', 2, lock);
    assertThat(one.lock()).isSameAs(lock);
    assertThat(two.lock()).isSameAs(lock);
    try (var _ = one.lock().hold()) {
      assertThat(two.lock().isLocked()).isTrue();
    }
  }

  @Test
  void lockCrossesWithTheValue() {
    for (Mutex lock : List.of(new Lock(), new RLock())) {
      Value<Integer> value = new Value<>('i', 1, lock);
      Class<?> kind = lock.getClass();
      try (var _ = lock.hold()) {
        RawValueContract.inChild(() -> {
          assertThat(value.lock()).isInstanceOf(kind);
          assertThat(value.lock().tryAcquire()).isFalse();
          value.set(2);
        });
      }
      RawValueContract.inChild(() -> {
        try (var _ = value.lock().hold()) {
          value.set(value.get() + 1);
        }
      });
      assertThat(value.get()).isEqualTo(3);
      assertThat(lock.isLocked()).isFalse();
    }
  }

  @Test
  void noUpdateOfTwoProcessesIsLost() {
    Value<Double> sum = new Value<>('d', 0.0);
    List<Process> children =
        List.of(new Process(ValueTest::addHalves, sum), new Process(ValueTest::addHalves, sum));
    children.forEach(Process::start);
    addHalves(sum);
    children.forEach(Process::join);
    assertThat(children).allSatisfy(child -> assertThat(child.exitCode()).isZero());
    assertThat(sum.get()).isEqualTo(15_000.0);
  }

  private static void addHalves(Value<Double> sum) {
    for (int i = 0; i < 10_000; i++) {
      sum.update(x -> x + 0.5);
    }
  }

  @Test
  void updateIsReentrant() {
    Value<Integer> value = new Value<>('i', 1);
    try (var _ = value.lock().hold()) {
      assertThat(value.update(x -> x + value.update(y -> y + 10))).isEqualTo(12);
    }
    assertThat(value.get()).isEqualTo(12);
    assertThat(value.lock().isLocked()).isFalse();
  }

  @Test
  void updateThatFailsChangesNothingAndReleasesTheLock() {
    Value<Integer> value = new Value<>('b', 100);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            value.update(_ -> {
              throw new IllegalStateException("no");
            }))
        .withMessage("no");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value.update(x -> 2 * x))
        .withMessageContaining("200 is out of the range of typecode 'b'");
    assertThatExceptionOfType(BraidException.class)
        .isThrownBy(() ->
            value.update(_ -> {
              throw new IOException("disk");
            }))
        .withMessage("the function for Value('b', 100) failed; nothing was set")
        .withCauseInstanceOf(IOException.class);
    assertThat(value.get()).isEqualTo(100);
    assertThat(value.lock().isLocked()).isFalse();
  }

  @Test
  void interruptionEndsTheWaitOfUpdate() {
    Value<Integer> value = new Value<>('i', 1);
    FutureTask<Integer> update = new FutureTask<>(() -> value.update(x -> x + 1));
    try (var _ = value.lock().hold()) {
      Thread.ofPlatform().start(update).interrupt();
      assertThatThrownBy(update::get).hasCauseInstanceOf(InterruptedWaitException.class);
    }
    assertThat(value.get()).isEqualTo(1);
  }

  @Test
  void deathInAnUpdateIsToldOnceAndNothingIsHalfDone() throws InterruptedException {
    Value<Integer> value = new Value<>('i', 7);
    try (Console console = new Console()) {
      Process child =
          new Process(() ->
              value.update(_ -> {
                println("updating now");
                sleep(1000);
                return 8;
              }));
      child.start();
      assertThat(console.await("updating")).isEqualTo("now");
      child.kill();
      child.join();
      assertThat(child.exitCode()).isEqualTo(-9);
    }
    assertThatExceptionOfType(OwnerDiedException.class).isThrownBy(() -> value.update(x -> x + 1));
    assertThat(value.get()).isEqualTo(7);
    assertThat(value.update(x -> x + 1)).isEqualTo(8);
  }
}
