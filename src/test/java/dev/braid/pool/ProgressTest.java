package dev.braid.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static Progress progress(long done, OptionalLong total, Duration elapsed) {
    return new Progress("squares", done, total, 0, elapsed, Map.of());
  }

  @Test
  void theRestTakesAsLongPerTaskAsTheTasksSoFar() {
    Progress quarter = progress(250, OptionalLong.of(1000), Duration.ofSeconds(2));
    assertThat(quarter.rate()).isEqualTo(125);
    assertThat(quarter.left()).contains(Duration.ofSeconds(6));
    assertThat(quarter.fraction()).hasValue(0.25);
  }

  @Test
  void withoutATotalNobodyKnowsTheRest() {
    Progress unknown = progress(250, OptionalLong.empty(), Duration.ofSeconds(2));
    assertThat(unknown.left()).isEmpty();
    assertThat(unknown.fraction()).isEmpty();
    assertThat(unknown.rate()).isEqualTo(125);
  }

  @Test
  void beforeTheFirstTaskNobodyKnowsTheRest() {
    Progress begun = progress(0, OptionalLong.of(3), Duration.ofSeconds(2));
    assertThat(begun.left()).isEmpty();
    assertThat(begun.rate()).isZero();
    assertThat(begun.fraction()).hasValue(0);
  }

  @Test
  void aCompleteJobHasNothingLeft() {
    assertThat(progress(3, OptionalLong.of(3), Duration.ZERO).left()).contains(Duration.ZERO);
    Progress empty = progress(0, OptionalLong.of(0), Duration.ZERO);
    assertThat(empty.left()).contains(Duration.ZERO);
    assertThat(empty.fraction()).hasValue(1);
    assertThat(empty.rate()).isZero();
  }

  @Test
  void noDistanceIsTooFar() {
    assertThat(progress(1, OptionalLong.of(Long.MAX_VALUE), Duration.ofDays(9)).left())
        .hasValueSatisfying(left -> assertThat(left).isGreaterThan(Duration.ofDays(36_000)));
  }

  @Test
  void workersStandInTheOrderOfTheirNames() {
    Progress progress =
        new Progress(
            "",
            6,
            OptionalLong.empty(),
            0,
            Duration.ZERO,
            Map.of("Worker-10", 1L, "Worker-2", 2L, "Worker-1", 3L));
    assertThat(progress.doneByWorker().keySet())
        .containsExactly("Worker-1", "Worker-2", "Worker-10");
  }

  @ParameterizedTest
  @CsvSource({"-1,0,1", "1,2,1", "3,0,2", "1,-1,2"})
  void numbersThatNoJobHasAreRefused(long done, long failures, long total) {
    assertThatThrownBy(
            () -> new Progress("", done, OptionalLong.of(total), failures, Duration.ZERO, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 <= failures <= done <= total");
  }

  @Test
  void timeThatRunsBackIsRefused() {
    assertThatThrownBy(() -> progress(0, OptionalLong.empty(), Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
