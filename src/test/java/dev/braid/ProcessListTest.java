package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.os.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessListTest {
  private static final ProcessList.Entry MAIN =
      new ProcessList.Entry(
          100,
          1,
          "MainProcess",
          0,
          ProcessState.RUNNING,
          false,
          Optional.of(Duration.ofMillis(3210)),
          OptionalLong.of(200 << 20),
          OptionalInt.empty());

  private static ProcessList.Entry child(long pid, String name, ProcessState state, int exitCode) {
    return new ProcessList.Entry(
        pid,
        100,
        name,
        7,
        state,
        false,
        Optional.of(Duration.ZERO),
        OptionalLong.of(0),
        OptionalInt.of(exitCode));
  }

  @Test
  void textIsATableInWhichWideCharactersTakeTwoColumns() {
    ProcessList.Entry orphan =
        new ProcessList.Entry(
            102,
            1,
            "孤儿 é\u0301",
            12,
            ProcessState.UNKNOWN,
            true,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());
    assertThat(
            new ProcessList(
                    List.of(
                        MAIN,
                        child(101, "Process-1", ProcessState.ZOMBIE, -9),
                        orphan,
                        child(1003, "two\nlines\u001b[31m", ProcessState.GONE, 0)))
                .toString())
        .isEqualTo(
            """
             pid  parent  name            cell    state            cpu time     memory  exit code
             100       1  MainProcess             running             3.2 s  200.0 MiB
             101     100  Process-1       In[7]   zombie                0 s                    -9
             102       1  孤儿 é\u0301          In[12]  unknown, orphan   unknown    unknown
            1003     100  two lines [31m  In[7]   gone                                          0\
            """);
  }

  @Test
  void cellsHaveAColumnOnlyIfThereAreAny() {
    assertThat(new ProcessList(List.of(MAIN)).toString()).doesNotContain("cell");
  }

  @Test
  void endWithoutAnExitCodeSaysSo() {
    ProcessList.Entry gone =
        new ProcessList.Entry(
            101,
            100,
            "Process-1",
            0,
            ProcessState.GONE,
            false,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());
    assertThat(gone.toString()).endsWith("unknown");
  }

  @Test
  void ofManyThatAreGoneTheLatestTenAreShown() {
    List<ProcessList.Entry> all = new ArrayList<>(List.of(MAIN));
    for (int i = 1; i <= 15; i++) {
      all.add(child(100 + i, "Process-" + i, ProcessState.GONE, i));
    }
    ProcessList list = new ProcessList(all);
    assertThat(list.processes()).hasSize(16);
    assertThat(list.omitted()).isEqualTo(5);
    assertThat(list.table().height()).isEqualTo(11);
    assertThat(list.toString())
        .contains("MainProcess", "Process-6 ", "Process-15 ")
        .doesNotContain("Process-5 ")
        .endsWith("\nand 5 that ended earlier");
    assertThat(list).containsExactlyElementsOf(all);
  }

  @Test
  void ofSeveralWithOneNumberTheLastIsFound() {
    ProcessList.Entry first = child(101, "first", ProcessState.GONE, 0);
    ProcessList.Entry second = child(101, "second", ProcessState.SLEEPING, 0);
    ProcessList list = new ProcessList(List.of(MAIN, first, second));
    assertThat(list.find(101)).contains(second);
    assertThat(list.find(102)).isEmpty();
  }
}
