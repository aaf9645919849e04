package dev.braid;

import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Waiting for the ends of several processes.
class SentinelTest {
  private final Process first = new Process(() -> sleep(1000));
  private final Process second = new Process(() -> sleep(1000));

  @BeforeEach
  void start() {
    first.start();
    second.start();
  }

  @AfterEach
  void end() {
    first.kill();
    second.kill();
    first.join();
    second.join();
  }

  @Test
  void isReadyOnceTheProcessHasEnded() {
    Sentinel sentinel = first.sentinel();
    assertThat(sentinel.ready()).isFalse();
    assertThat(sentinel).hasToString("Sentinel[%s, not ready]".formatted(first.name()));
    first.kill();
    assertThat(waitAny(List.of(sentinel))).containsExactly(sentinel);
    assertThat(sentinel.ready()).isTrue();
    assertThat(first.exitCode()).isEqualTo(-9);
  }

  @Test
  void waitAnyReturnsThoseThatAreReadyInTheOrderGiven() {
    List<Sentinel> both = List.of(second.sentinel(), first.sentinel());
    first.kill();
    assertThat(waitAny(both, seconds(1000))).containsExactly(both.get(1));
    second.kill();
    second.join();
    assertThat(waitAny(both)).containsExactly(both.get(0), both.get(1));
  }

  @Test
  void waitAnyReturnsNothingAfterItsLimit() {
    List<Sentinel> both = List.of(second.sentinel(), first.sentinel());
    assertThat(waitAny(both, Duration.ZERO)).isEmpty();
    assertThat(waitAny(both, Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
    long begin = System.nanoTime();
    assertThat(waitAny(both, millis(20))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(millis(20));
    first.kill();
    assertThat(waitAny(both, Duration.ofSeconds(Long.MAX_VALUE))).containsExactly(both.get(1));
  }

  @Test
  void waitAnyOfNothingReturnsNothing() {
    assertThat(waitAny(List.of())).isEmpty();
    assertThat(waitAny(List.of(), seconds(-1))).isEmpty();
    long begin = System.nanoTime();
    assertThat(waitAny(List.of(), millis(20))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(millis(20));
  }

  @Test
  void waitAnyObeysInterruption() {
    List<Sentinel> both = List.of(second.sentinel(), first.sentinel());
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class).isThrownBy(() -> waitAny(both));
    assertThat(Thread.interrupted()).isTrue();
  }
}
