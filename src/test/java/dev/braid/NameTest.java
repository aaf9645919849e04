package dev.braid;

import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What processes are called.
class NameTest {
  static class Piao extends Process {
    private static final long serialVersionUID = 1L;
  }

  private static int number(Process process) {
    return Integer.parseInt(process.name().replaceFirst(".*-", ""));
  }

  @Test
  void everyKindCountsWithOneCounter() {
    Process first = new Process(() -> {});
    Process second = new Piao();
    Process third = new Process(() -> {});
    int n = number(first);
    assertThat(first.name()).isEqualTo("Process-" + n);
    assertThat(second.name()).isEqualTo("Piao-" + (n + 1));
    assertThat(third.name()).isEqualTo("Process-" + (n + 2));
  }

  @Test
  void anonymousSubclassIsCalledProcess() {
    assertThat(new Piao() {}.name()).startsWith("Process-");
  }

  @Test
  void childOfAChildHasThePathOfItsAncestors() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            println(currentProcess().name());
            for (int i = 0; i < 2; i++) {
              Process child =
                  new Process(() -> {
                    println(currentProcess().name());
                    println(new Piao().name());
                  });
              child.start();
              child.join();
            }
          });
      process.start();
      process.join();
      String path = Integer.toString(number(process));
      assertThat(console.lines())
          .containsExactly(
              "Process-" + path,
              "Process-" + path + ":1",
              "Piao-" + path + ":1:1",
              "Process-" + path + ":2",
              "Piao-" + path + ":2:1");
    }
  }

  @Test
  void nameCanBeGivenAtAnyTimeAndIsReadableAfterClose() {
    Process process = new Process(() -> {}).name("before");
    process.start();
    assertThat(process.name("while").name()).isEqualTo("while");
    process.join();
    process.close();
    assertThat(process.name()).isEqualTo("while");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void blankNameIsRefused(String name) {
    Process process = new Process(() -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> process.name(name))
        .withMessageContaining("blank");
  }
}
