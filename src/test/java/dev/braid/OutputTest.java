package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.printf;
import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord;
import dev.braid.memory.OutputRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What children print.
class OutputTest {
  private static Process run(Task task) {
    Process process = new Process(task);
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
    return process;
  }

  @Test
  void joinReturnsAfterTheLastLine() {
    try (Console console = new Console()) {
      Process process =
          run(() -> {
            for (int i = 0; i < 1000; i++) {
              println(i);
            }
          });
      assertThat(console.lines()).hasSize(1000).last().isEqualTo("999");
      assertThat(console.records()).extracting(OutputRecord::pid).containsOnly(process.pid());
    }
  }

  @Test
  void standardOutputAndErrorAreApart() {
    try (Console console = new Console()) {
      run(() -> {
        System.out.println("out ö");
        System.err.println("err €");
      });
      assertThat(console.text(Kind.STDOUT)).isEqualTo("out ö\n");
      assertThat(console.text(Kind.STDERR)).isEqualTo("err €\n");
    }
  }

  @Test
  void unfinishedLineArrives() {
    try (Console console = new Console()) {
      run(() -> printf("half"));
      assertThat(console.text(Kind.STDOUT)).isEqualTo("half");
    }
  }

  @Test
  void linesBeforeExitArrive() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            println("whole");
            printf("half");
            System.exit(4);
          });
      process.start();
      process.join();
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(console.text(Kind.STDOUT)).isEqualTo("whole\nhalf");
    }
  }

  @Test
  void linesOfManyChildrenAreNeitherTornNorLost() {
    try (Console console = new Console()) {
      List<Process> children = new ArrayList<>();
      for (int child = 0; child < 4; child++) {
        Process process =
            new Process(
                number -> {
                  for (int i = 0; i < 5000; i++) {
                    println(number, i, "x".repeat(i % 80));
                  }
                },
                child);
        process.start();
        children.add(process);
      }
      children.forEach(Process::join);
      List<String> lines = console.lines();
      assertThat(lines).hasSize(20_000);
      for (int child = 0; child < 4; child++) {
        String head = child + " ";
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
          expected.add(head + i + " " + "x".repeat(i % 80));
        }
        assertThat(lines.stream().filter(line -> line.startsWith(head))).isEqualTo(expected);
      }
    }
  }

  @Test
  void nativeOutputArrives() {
    try (Console console = new Console()) {
      run(() -> {
        int _ =
            new ProcessBuilder("sh", "-c", "echo native out; echo native err >&2; printf half")
                .inheritIO()
                .start()
                .waitFor();
      });
      assertThat(console.text(Kind.STDOUT)).isEqualTo("native out\nhalf");
      assertThat(console.text(Kind.STDERR)).isEqualTo("native err\n");
    }
  }

  @Test
  @Tag("linux")
  void aGrandchildThatPrintsWithoutEndHoldsUpNobody() {
    // All that it prints would fill the memory.
    try (Console console = Console.ofErrors()) {
      run(() -> {
        java.lang.Process yes = new ProcessBuilder("yes").inheritIO().start();
        System.err.println(yes.pid());
      });
      // Joined, although the descriptor is still open and written to.
      ProcessHandle yes =
          ProcessHandle.of(Long.parseLong(console.text(Kind.STDERR).strip())).orElseThrow();
      assertThat(yes.isAlive()).isTrue();
      yes.destroyForcibly();
      yes.onExit().join();
    }
  }

  @Test
  void causeIsPrintedBeforeItsEffect() {
    try (Console console = new Console()) {
      run(() -> {
        for (int i = 0; i < 3; i++) {
          println("before", i);
          Process child = new Process(n -> println("within", n), i);
          child.start();
          child.join();
          println("after", i);
        }
      });
      assertThat(console.lines())
          .containsExactly(
              "before 0",
              "within 0",
              "after 0",
              "before 1",
              "within 1",
              "after 1",
              "before 2",
              "within 2",
              "after 2");
    }
  }

  @Test
  void outputBelongsToTheCellThatStartedTheProcess() {
    long before = Output.cell();
    try (Console console = new Console()) {
      Output.enter(71);
      run(() -> {
        println("child");
        run(() -> println("grandchild"));
      });
      assertThat(console.records()).extracting(OutputRecord::cell).containsOnly(71L);
      assertThat(console.records()).hasSize(2);
    } finally {
      Output.enter(before);
    }
  }

  @Test
  void childReadsNothingFromItsInput() {
    try (Console console = new Console()) {
      run(() -> println("read", System.in.read()));
      assertThat(console.lines()).containsExactly("read -1");
    }
  }

  @Test
  void childThatClosedItsStreamsEndsWell() {
    run(() -> {
      System.out.close();
      System.err.close();
      println("lost");
    });
  }

  @Test
  void childWithoutStreamsEndsWell() {
    Process process =
        new Process(() -> {
          System.setOut(null);
          System.setErr(null);
        });
    process.start();
    process.join();
    assertThat(process.exitCode()).isZero();
    assertThat(process.pid()).isNotEqualTo(getpid());
  }
}
