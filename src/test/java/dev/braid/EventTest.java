package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.braid.Other.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Flags that are waited for.
class EventTest {
  @ParameterizedTest
  @EnumSource
  void isWaitedForUntilAnotherOneSetsIt(Kind kind) {
    Event event = new Event();
    assertThat(event.isSet()).isFalse();
    assertThat(event.await(Duration.ZERO)).isFalse();
    assertThat(event.await(seconds(-1))).isFalse();
    long begin = System.nanoTime();
    assertThat(event.await(millis(30))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(millis(30));
    event.set();
    assertThat(event.isSet()).isTrue();
    assertThat(event.await()).isTrue();
    assertThat(event.await(Duration.ZERO)).isTrue();
    event.clear();
    assertThat(event.isSet()).isFalse();
    Other other =
        kind.start(() -> {
          LockTest.awaitWaiter(event);
          event.set();
        });
    assertThat(event.await()).isTrue();
    assertThat(event.await(seconds(100))).isTrue();
    other.join();
  }

  @ParameterizedTest
  @EnumSource
  void allThatWaitGoOnEvenIfItIsClearedAtOnce(Kind kind) {
    Event event = new Event();
    List<Other> all = kind.start(3, () -> assertThat(event.await()).isTrue());
    Waiters.await(event, 3);
    assertThat(event.toString()).startsWith("Event[not set; waiting: ");
    event.set();
    event.clear();
    Other.joinAll(all);
    assertThat(event).hasToString("Event[not set]");
  }

  @Test
  void anInterruptedWaitSaysWhatItWaitedFor() {
    Event event = new Event();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(event::await)
        .withMessageContaining("waiting for Event[not set");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void isWaitedForBesideOthers(Kind kind) {
    Event one = new Event();
    Event two = new Event();
    assertThat(waitAny(List.of(one, two), millis(30))).isEmpty();
    Other other =
        kind.start(() -> {
          assertThat(one.await()).isTrue();
          two.set();
        });
    one.set();
    assertThat(waitAny(List.of(one, two))).contains(one);
    assertThat(waitAny(List.of(two))).containsExactly(two);
    other.join();
    Process process = new Process(() -> {});
    process.start();
    Sentinel sentinel = process.sentinel();
    one.clear();
    assertThat(waitAny(List.of(one, sentinel))).containsExactly(sentinel);
    process.join();
    assertThat(sentinel.ready()).isTrue();
  }
}
