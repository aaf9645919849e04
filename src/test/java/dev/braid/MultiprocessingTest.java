package dev.braid;

import static dev.braid.Multiprocessing.cpuCount;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.millis;
import static dev.braid.Multiprocessing.printf;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.range;
import static dev.braid.Multiprocessing.seconds;
import static dev.braid.Multiprocessing.sleep;
import static dev.braid.Multiprocessing.tuple;
import static dev.braid.Multiprocessing.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The plain functions.
class MultiprocessingTest {
  @Test
  void durationsHaveTheirLengths() {
    assertThat(seconds(0.5)).isEqualTo(Duration.ofMillis(500));
    assertThat(seconds(-1)).isEqualTo(Duration.ofSeconds(-1));
    assertThat(millis(20)).isEqualTo(Duration.ofMillis(20));
    assertThatIllegalArgumentException().isThrownBy(() -> seconds(Double.NaN));
  }

  @Test
  void sleepTakesAtLeastItsTime() {
    long start = System.nanoTime();
    sleep(0.05);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    sleep(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.001, Double.NaN, Double.NEGATIVE_INFINITY})
  void negativeSleepIsRefused(double time) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sleep(time))
        .withMessage("sleep length is %s; it must not be negative", time);
  }

  @Test
  void sleepObeysInterruption() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedWaitException.class)
        .isThrownBy(() -> sleep(1000))
        .withMessage("interrupted while sleeping");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void rangeIsThatOfPython() {
    assertThat(range(3)).containsExactly(0, 1, 2);
    assertThat(range(0)).isEmpty();
    assertThat(range(-5)).isEmpty();
    assertThat(range(2, 5)).containsExactly(2, 3, 4);
    assertThat(range(5, 2)).isEmpty();
    assertThat(range(-2, 1)).containsExactly(-2, -1, 0);
    assertThat(range(Integer.MAX_VALUE)).hasSize(Integer.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .withMessageContaining("split it");
  }

  @Test
  void zipEndsWithTheShorter() {
    assertThat(zip(List.of(1, 2, 3), List.of("a", "b")))
        .containsExactly(tuple(1, "a"), tuple(2, "b"));
    assertThat(zip(List.of(), List.of(1))).isEmpty();
  }

  @Test
  void printlnPutsBlanksBetween() {
    assertThat(printed(() -> println("a", 1, null, List.of(2)))).isEqualTo("a 1 null [2]\n");
    assertThat(printed(() -> println())).isEqualTo("\n");
    assertThat(printed(() -> println((Object[]) null))).isEqualTo("null\n");
    assertThat(printed(() -> printf("%d-%s%n", 1, "x"))).isEqualTo("1-x\n");
  }

  private static String printed(Runnable print) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      print.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void numbersAreThoseOfTheOperatingSystem() {
    assertThat(cpuCount()).isEqualTo(Runtime.getRuntime().availableProcessors()).isPositive();
    assertThat(getpid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(getppid()).isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
  }
}
