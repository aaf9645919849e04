package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.ps;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.os.ProcessState;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What `ps()` tells of real processes, on every system.
class PsTest {
  static ProcessList.Entry await(long pid, Predicate<ProcessList.Entry> condition) {
    while (true) {
      ProcessList.Entry entry = ps().find(pid).orElseThrow();
      if (condition.test(entry)) {
        return entry;
      }
      Thread.onSpinWait();
    }
  }

  private static void end(Process process) {
    process.kill();
    process.join();
  }

  private static List<Long> pids(ProcessList list) {
    return StreamSupport.stream(list.spliterator(), false).map(ProcessList.Entry::pid).toList();
  }

  @Test
  void mainProcessIsTheFirst() {
    ProcessList.Entry main = ps().processes().getFirst();
    assertThat(main.pid()).isEqualTo(getpid());
    assertThat(main.parent()).isEqualTo(getppid());
    assertThat(main.name()).isEqualTo("MainProcess");
    assertThat(main.isOrphan()).isFalse();
    assertThat(main.exitCode()).isEmpty();
    assertThat(main.cpuTime().orElseThrow()).isPositive();
  }

  @Test
  void aChildIsThereWithItsNameAsSoonAsItIsStarted() {
    Process child = new Process(() -> sleep(1000)).name("loader");
    child.start();
    ProcessList.Entry entry = ps().find(child.pid()).orElseThrow();
    assertThat(entry.name()).isEqualTo("loader");
    assertThat(entry.parent()).isEqualTo(getpid());
    assertThat(entry.state()).isNotIn(ProcessState.ZOMBIE, ProcessState.GONE);
    assertThat(entry.exitCode()).isEmpty();
    end(child);
  }

  @Test
  void childrenOfChildrenAreThereSeenFromAnyProcess() throws InterruptedException {
    try (Console console = new Console()) {
      Process middle =
          new Process(() -> {
            Process below =
                new Process(
                        () -> {
                          println("grandchild", getpid());
                          sleep(1000);
                        })
                    .name("grandchild");
            below.start();
            // It says so when it has entered the table.
            while (ps().find(below.pid()).filter(e -> e.name().equals("grandchild")).isEmpty()) {
              Thread.onSpinWait();
            }
            println("sees", String.join(" ", pids(ps()).stream().map(String::valueOf).toList()));
            sleep(1000);
          });
      middle.start();
      long grandchild = console.awaitNumber("grandchild");
      assertThat(console.await("sees").split(" "))
          .contains("" + getpid(), "" + middle.pid(), "" + grandchild)
          .startsWith("" + getpid());
      ProcessList.Entry entry = ps().find(grandchild).orElseThrow();
      assertThat(entry.name()).isEqualTo("grandchild");
      assertThat(entry.parent()).isEqualTo(middle.pid());
      assertThat(entry.isOrphan()).isFalse();

      end(middle);
      ProcessList.Entry orphan = await(grandchild, ProcessList.Entry::isOrphan);
      assertThat(orphan.parent()).isNotIn(middle.pid(), 0L);
      assertThat(orphan.exitCode()).isEmpty();
      ProcessHandle handle = ProcessHandle.of(grandchild).orElseThrow();
      handle.destroyForcibly();
      handle.onExit().join();
    }
  }

  @Test
  void oneThatWasKilledAndReapedIsGoneWithItsExitCode() throws InterruptedException {
    try (Console console = new Console()) {
      Process child =
          new Process(() -> {
            println("on", getpid());
            sleep(1000);
          });
      child.start();
      assertThat(console.awaitNumber("on")).isEqualTo(child.pid());
      end(child);
      ProcessList.Entry entry = ps().find(child.pid()).orElseThrow();
      assertThat(entry.state()).isEqualTo(ProcessState.GONE);
      assertThat(entry.name()).isEqualTo(child.name());
      assertThat(entry.parent()).isEqualTo(getpid());
      assertThat(entry.exitCode()).hasValue(-9);
      assertThat(entry.memory()).isEmpty();
    }
  }

  @Test
  void programsOfOthersAreThereByTheirCommands() throws Exception {
    java.lang.Process cat = new ProcessBuilder("cat").start();
    // Between fork and exec it is still what started it.
    ProcessList.Entry entry = await(cat.pid(), each -> each.name().equals("cat"));
    assertThat(entry.parent()).isEqualTo(getpid());
    cat.destroyForcibly();
    int _ = cat.waitFor();
    cat.getInputStream().close();
    cat.getErrorStream().close();
    cat.getOutputStream().close();
    // A child that ended earlier may have had its number.
    assertThat(ps()).noneMatch(each -> each.pid() == cat.pid() && each.name().equals("cat"));
  }

  @Test
  void processesAreInTheOrderOfTheirStarts() {
    List<Process> three = List.of(sleeper(), sleeper(), sleeper());
    three.forEach(Process::start);
    assertThat(pids(ps())).containsSubsequence(three.stream().map(Process::pid).toList());
    three.forEach(PsTest::end);
  }

  private static Process sleeper() {
    return new Process(() -> sleep(1000));
  }
}
