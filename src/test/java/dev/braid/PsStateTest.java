package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.ps;
import static dev.braid.Multiprocessing.sleep;
import static dev.braid.Multiprocessing.waitAny;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.os.ProcessState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The states of real processes, as Linux tells them.
@Tag("linux")
class PsStateTest {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private static ProcessList.Entry await(Process process, ProcessState state) {
    return PsTest.await(process.pid(), entry -> entry.state() == state);
  }

  private static void end(Process process) {
    process.kill();
    process.join();
    assertThat(process.exitCode()).isEqualTo(-9);
  }

  private static Process started(Console console, Task task) throws InterruptedException {
    Process process =
        new Process(() -> {
          println("on", getpid());
          task.run();
        });
    process.start();
    assertThat(console.awaitNumber("on")).isEqualTo(process.pid());
    return process;
  }

  // Error Prone finds nothing that ends it, as is meant.
  @SuppressWarnings("InfiniteRecursion")
  private static void spin() {
    for (long i = 0; ; i++) {
      if (i < 0) {
        println(i);
      }
    }
  }

  @Test
  void oneThatComputesIsRunningThoughItsFirstThreadWaits() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = started(console, PsStateTest::spin);
      ProcessList.Entry first = await(process, ProcessState.RUNNING);
      assertThat(first.memory().orElseThrow()).isGreaterThan(10L << 20);
      Duration before = first.cpuTime().orElseThrow();
      // It goes on using the processor.
      ProcessList.Entry _ =
          PsTest.await(process.pid(), each -> each.cpuTime().orElseThrow().compareTo(before) > 0);
      end(process);
    }
  }

  @Test
  void oneThatWaitsIsSleepingOneThatIsHeldIsStopped() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = started(console, () -> sleep(1000));
      ProcessList.Entry sleeping = await(process, ProcessState.SLEEPING);
      assertThat(sleeping.isOrphan()).isFalse();
      process.signal(SIGSTOP);
      ProcessList.Entry _ = await(process, ProcessState.STOPPED);
      process.signal(SIGCONT);
      ProcessList.Entry _ = await(process, ProcessState.SLEEPING);
      end(process);
    }
  }

  @Test
  void oneThatEndedIsAZombieUntilItIsJoined() throws InterruptedException {
    try (Console console = new Console()) {
      Process process = started(console, () -> System.exit(3));
      assertThat(waitAny(List.of(process.sentinel()))).hasSize(1);
      for (int i = 0; i < 2; i++) {
        ProcessList.Entry zombie = ps().find(process.pid()).orElseThrow();
        assertThat(zombie.state()).isEqualTo(ProcessState.ZOMBIE);
        assertThat(zombie.name()).isEqualTo(process.name());
        assertThat(zombie.parent()).isEqualTo(getpid());
        assertThat(zombie.exitCode()).hasValue(3);
      }
      process.join();
      assertThat(ps().find(process.pid()).orElseThrow().state()).isEqualTo(ProcessState.GONE);
    }
  }
}
