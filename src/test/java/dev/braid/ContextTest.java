package dev.braid;

import static dev.braid.Multiprocessing.getAllStartMethods;
import static dev.braid.Multiprocessing.getStartMethod;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.setStartMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The ways to start processes.
@SuppressWarnings("try") // closed before the end of the block, as users do
class ContextTest {
  @AfterEach
  void restore() {
    setStartMethod("forkserver");
  }

  @Test
  void forkserverIsTheDefault() {
    assertThat(getStartMethod()).isEqualTo("forkserver");
    assertThat(getAllStartMethods()).containsExactly("forkserver", "spawn");
  }

  @Test
  void startMethodCanBeSet() {
    setStartMethod("spawn");
    assertThat(getStartMethod()).isEqualTo("spawn");
  }

  @Test
  void forkIsRefusedWithTheReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setStartMethod("fork"))
        .withMessageContaining("a JVM can't fork", "use 'forkserver' or 'spawn'");
    assertThat(getStartMethod()).isEqualTo("forkserver");
  }

  @Test
  void unknownMethodIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setStartMethod("bogus"))
        .withMessage("cannot find context for 'bogus'; use one of forkserver, spawn");
  }

  @Test
  void bothMakePools() {
    for (Context context : List.of(Context.forkserver(), Context.spawn())) {
      try (Pool pool = context.pool(2)) {
        assertThat(pool.processes()).isEqualTo(2);
        assertThat(pool.pids()).hasSize(2).contains(pool.apply(() -> Multiprocessing.getpid()));
        pool.close();
        pool.join();
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.pool(0))
          .withMessageStartingWith("Number of processes must be at least 1");
    }
  }

  @Test
  void bothMakeProcesses() {
    try (Console console = new Console()) {
      for (Context context : List.of(Context.forkserver(), Context.spawn())) {
        Process process = context.process((a, b) -> println(a, b), context.toString(), 2);
        process.start();
        process.join();
        assertThat(process.exitCode()).isZero();
      }
      assertThat(console.lines()).containsExactly("Context[forkserver] 2", "Context[spawn] 2");
    }
  }
}
