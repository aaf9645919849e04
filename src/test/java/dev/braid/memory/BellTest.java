package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BellTest {
  private final Bell bell = Bell.create(SharedArena.current());
  private final Bell others = new Bell(bell.block());

  @Test
  void everyRingCounts() {
    assertThat(bell.rings()).isZero();
    int _ = bell.ring();
    int _ = others.ring();
    assertThat(bell.rings()).isEqualTo(2);
    assertThat(others.rings()).isEqualTo(2);
  }

  @Test
  @Tag("linux") // elsewhere nobody knows how many sleep
  void oneRingWakesAllWhoSleep() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService listeners = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(
            listeners.submit(() -> {
              while (!over.get()) {
                bell.await(bell.rings(), Deadline.NONE);
              }
              return true;
            }));
      }
      // They fall asleep in their own time; once all three do, a ring must find them.
      while (others.ring() < 3) {
        Thread.onSpinWait();
      }
      over.set(true);
      for (Future<?> each : all) {
        int _ = others.ring();
        assertThat(each.get()).isEqualTo(true);
      }
    }
  }

  @Test
  void aVirtualThreadHearsIt() throws Exception {
    int seen = bell.rings();
    Thread listener =
        Thread.startVirtualThread(() -> {
          try {
            while (bell.rings() == seen) {
              bell.await(seen, Deadline.NONE);
            }
          } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
          }
        });
    int _ = others.ring();
    listener.join();
  }

  @Test
  void whoListensObeysInterruptionAndTheDeadline() throws Exception {
    bell.await(bell.rings(), Deadline.in(Duration.ZERO));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bell.await(bell.rings(), Deadline.NONE))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
