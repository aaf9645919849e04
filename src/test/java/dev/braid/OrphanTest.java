package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.getppid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes whose parents were killed.
class OrphanTest {
  @ParameterizedTest
  @ValueSource(ints = {15, 9})
  void livesOnWithAnotherParent(int signal) throws InterruptedException, ExecutionException {
    try (Console console = new Console()) {
      Process middle =
          new Process(() -> {
            // Even a daemon: nobody was there to terminate it.
            new Process(
                    () -> {
                      println("orphan", getpid());
                      println("parent", getppid());
                      sleep(1000);
                    })
                .daemon(true)
                .start();
            sleep(1000);
          });
      middle.start();
      ProcessHandle orphan = ProcessHandle.of(console.awaitNumber("orphan")).orElseThrow();
      assertThat(console.awaitNumber("parent")).isEqualTo(middle.pid());
      middle.signal(signal);
      middle.join();
      assertThat(orphan.isAlive()).isTrue();
      assertThat(orphan.parent().map(ProcessHandle::pid)).isNotEqualTo(Optional.of(middle.pid()));
      orphan.destroyForcibly();
      orphan.onExit().get();
    }
  }
}
