package dev.braid.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcFilesTest {
  /// Of a real process, but for its command and state.
  private static ProcFiles.Stat stat(String command, String state) {
    return ProcFiles.Stat.parse(
        ("4711 (%s) %s 42 4711 4711 0 -1 4194560 9000 0 0 0 150 25 0 0 20 0 21 0 363271 "
                + "8000000 1234 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0\n")
            .formatted(command, state));
  }

  @Test
  void fieldsAreThoseOfTheManual() {
    ProcFiles.Stat stat = stat("java", "S");
    assertThat(stat.identity()).isEqualTo(new ProcessIdentity(4711, 363271));
    assertThat(stat.parent()).isEqualTo(42);
    assertThat(stat.cpuTime()).isEqualTo(Duration.ofMillis(1750));
    assertThat(stat.residentPages()).isEqualTo(1234);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", ")", "a) Z 1 (b", "((", "", "名前"})
  void commandMayContainAnything(String command) {
    ProcFiles.Stat stat = stat(command, "S");
    assertThat(stat.command()).isEqualTo(command);
    assertThat(stat.parent()).isEqualTo(42);
    assertThat(stat.state()).isEqualTo(ProcessState.SLEEPING);
  }

  @ParameterizedTest
  @CsvSource({
    "R,RUNNING,true",
    "S,SLEEPING,true",
    "D,SLEEPING,true",
    "I,SLEEPING,true",
    "T,STOPPED,true",
    "t,STOPPED,true",
    "Z,ZOMBIE,false",
    "X,GONE,false",
    "x,GONE,false"
  })
  void lettersAreThoseOfPs(String letter, ProcessState state, boolean runs) {
    assertThat(stat("java", letter).state()).isEqualTo(state);
    assertThat(stat("java", letter).runs()).isEqualTo(runs);
  }
}
