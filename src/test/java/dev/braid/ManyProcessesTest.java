package dev.braid;

import static dev.braid.Multiprocessing.activeChildren;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many processes. That they leave nothing behind is shown by the check after every test class.
class ManyProcessesTest {
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void hundredInARowAllEndWell() {
    for (int i = 0; i < 100; i++) {
      Process process = new Process(() -> {});
      process.start();
      process.join();
      assertThat(process.exitCode()).isZero();
    }
    assertThat(activeChildren()).isEmpty();
  }

  @Test
  void thoseTerminatedRightAfterTheStartAllSaySo() {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Process process = new Process(() -> sleep(1000));
      process.start();
      processes.add(process);
    }
    processes.forEach(Process::terminate);
    processes.forEach(Process::join);
    assertThat(processes).extracting(Process::exitCode).containsOnly(-15);
  }

  @Test
  @Tag("linux")
  void childInheritsNoDescriptorOfAnother() {
    try (Console console = new Console()) {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Process process = new Process(ManyProcessesTest::countDescriptorsAndSleep);
        process.start();
        processes.add(process);
        awaitLines(console, i + 1);
      }
      processes.forEach(Process::kill);
      processes.forEach(Process::join);
      assertThat(console.lines().stream().distinct()).hasSize(1);
    }
  }

  private static void awaitLines(Console console, int count) {
    synchronized (console) {
      while (console.lines().size() < count) {
        try {
          console.wait();
        } catch (InterruptedException e) {
          throw new AssertionError("interrupted after " + console.lines(), e);
        }
      }
    }
  }

  private static void countDescriptorsAndSleep() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      println("descriptors", open.count());
    }
    sleep(1000);
  }
}
