package dev.braid.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {
  private static Progress progress(
      String label, long done, OptionalLong total, long failures, long millis) {
    return new Progress(label, done, total, failures, Duration.ofMillis(millis), Map.of());
  }

  @Test
  void runningJobsSayHowFarTheyAre() {
    assertThat(ProgressText.running(progress("squares", 412, OptionalLong.of(1000), 2, 3200)))
        .isEqualTo("squares: 412 of 1,000 (41 %), 129/s, 4.6 s left, 2 failed");
    assertThat(ProgressText.running(progress("", 0, OptionalLong.of(10), 0, 500)))
        .isEqualTo("0 of 10 (0 %)");
    assertThat(ProgressText.running(progress("files", 1234, OptionalLong.empty(), 1, 12_000)))
        .isEqualTo("files: 1,234 done in 12 s, 103/s, 1 failed");
  }

  @Test
  void nothingIsCompleteBeforeItsEnd() {
    assertThat(ProgressText.running(progress("", 999, OptionalLong.of(1000), 0, 999)))
        .contains("(99 %)");
  }

  @Test
  void endedJobsSayHowTheyWent() {
    assertThat(ProgressText.ended(progress("squares", 1000, OptionalLong.of(1000), 2, 3226)))
        .isEqualTo("squares: 1,000 of 1,000 in 3.2 s, 310/s, 2 failed");
    assertThat(ProgressText.ended(progress("squares", 412, OptionalLong.of(1000), 0, 65_000)))
        .isEqualTo("squares: stopped at 412 of 1,000 after 1 min 5 s, 6.3/s");
    assertThat(ProgressText.ended(progress("", 7, OptionalLong.empty(), 0, 700)))
        .isEqualTo("7 done in 700 ms, 10/s");
  }

  @ParameterizedTest
  @CsvSource({"1,2000,30/min", "1,120000,30/h", "3,2000,1.5/s", "12345,1000,'12,345/s'"})
  void slowJobsCountPerMinuteOrHour(long done, long millis, String rate) {
    assertThat(ProgressText.ended(progress("", done, OptionalLong.empty(), 0, millis)))
        .endsWith(", " + rate);
  }

  @Test
  void aLabelIsShortAndOnOneLine() {
    assertThat(
            ProgressText.ended(
                progress("a\nb\u001B" + "x".repeat(99), 0, OptionalLong.empty(), 0, 0)))
        .matches("a b x{35}…: 0 done in 0 s");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "350000,350 µs",
    "1200000,1.2 ms",
    "9999999,10 ms",
    "80000000,80 ms",
    "999600000,1.0 s",
    "3226000000,3.2 s",
    "9960000000,10 s",
    "12400000000,12 s",
    "59700000000,1 min",
    "65000000000,1 min 5 s",
    "7500000000000,2 h 5 min",
    "273600000000000,3 d 4 h"
  })
  void durationsAreShort(long nanos, String text) {
    assertThat(ShortDuration.of(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @Test
  void anExcerptSplitsNoCharacter() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("ab…");
    assertThat(Excerpt.of("a😀bc", 3)).isEqualTo("a…");
  }
}
