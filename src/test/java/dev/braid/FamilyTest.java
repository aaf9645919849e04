package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.parentProcess;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Children of children, and what they know of each other.
class FamilyTest {
  @Test
  void childrenStartChildrenAtAnyDepth() {
    try (Console console = new Console()) {
      Process process = new Process(FamilyTest::descend, List.of(1), 3);
      process.start();
      process.join();
      assertThat(process.exitCode()).isZero();
      assertThat(console.lines())
          .containsExactly(
              "[1]", "[1, 1]", "[1, 1, 1]", "[1, 1, 2]", "[1, 2]", "[1, 2, 1]", "[1, 2, 2]");
    }
  }

  private static void descend(List<Integer> path, int depth) {
    println(path);
    for (int i = 1; depth > 1 && i <= 2; i++) {
      List<Integer> below = new java.util.ArrayList<>(path);
      below.add(i);
      Process child = new Process(FamilyTest::descend, below, depth - 1);
      child.start();
      child.join();
    }
  }

  @Test
  void childKnowsItsParent() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            Process parent = parentProcess().orElseThrow();
            println(parent.name(), parent.pid(), getppid(), parent.isAlive(), parent.exitCode());
            println(parent.join(java.time.Duration.ZERO), activeChildren());
            Process child =
                new Process(() -> {
                  Process mine = parentProcess().orElseThrow();
                  println(mine.name(), mine.pid(), getppid() == mine.pid());
                });
            child.start();
            child.join();
          });
      process.start();
      process.join();
      assertThat(process.exception()).isEmpty();
      assertThat(console.lines())
          .containsExactly(
              "MainProcess %d %d true null".formatted(getpid(), getpid()),
              "false []",
              "%s %d true".formatted(process.name(), process.pid()));
    }
  }

  @Test
  void parentCanOnlyBeWatched() {
    try (Console console = new Console()) {
      Process process =
          new Process(() -> {
            Process parent = parentProcess().orElseThrow();
            for (Task task : List.<Task>of(parent::terminate, parent::start, parent::interrupt)) {
              try {
                task.run();
                println("allowed");
              } catch (IllegalStateException e) {
                println("refused");
              }
            }
          });
      process.start();
      process.join();
      assertThat(console.lines()).containsExactly("refused", "refused", "refused");
    }
  }

  @Test
  void grandchildSeesTheEndOfItsParent() throws InterruptedException {
    try (Console console = new Console()) {
      Process middle =
          new Process(() -> {
            new Process(
                    () -> {
                      Process parent = parentProcess().orElseThrow();
                      println("alive", parent.isAlive());
                      parent.join();
                      println("after", parent.isAlive(), currentProcess().isAlive());
                    })
                .start();
            sleep(1000);
          });
      middle.start();
      assertThat(console.await("alive")).isEqualTo("true");
      middle.terminate();
      middle.join();
      assertThat(middle.exitCode()).isEqualTo(-15);
      assertThat(console.await("after")).isEqualTo("false true");
    }
  }
}
