package dev.braid.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerTest {
  private final Runner runner = new Runner(() -> {});

  @AfterEach
  void close() {
    runner.close();
  }

  /// A call that lasts until it is interrupted, and takes the interrupt away.
  private static Runner.Work lasting(CompletableFuture<Boolean> cancelled) {
    return cancellation -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        boolean isCancelled = cancellation.isCancelled();
        cancelled.complete(isCancelled);
      }
    };
  }

  @Test
  void aCallIsCancelledEvenBeforeItBegins() {
    for (int i = 1; i <= 2000; i++) {
      CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
      runner.run(i, lasting(cancelled));
      runner.cancel(i);
      assertThat(cancelled.join()).isTrue();
    }
  }

  @Test
  void aCancellationThatComesTooLateHitsNobody() {
    for (int i = 1; i <= 2000; i++) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      runner.run(
          i,
          cancellation -> {
            boolean _ = cancellation.isCancelled();
            interrupted.complete(Thread.currentThread().isInterrupted());
          });
      runner.cancel(i - 1);
      assertThat(interrupted.join()).isFalse();
    }
  }

  @Test
  void itsThreadEndsEvenIfTheCallTakesTheInterrupt() throws InterruptedException {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    runner.run(
        1,
        cancellation -> {
          thread.complete(Thread.currentThread());
          lasting(cancelled).run(cancellation);
        });
    Thread ours = thread.join();
    runner.close();
    assertThat(cancelled.join()).isTrue();
    ours.join();
  }

  @Test
  void oneCallAtATimeIsTaken() {
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    runner.run(1, lasting(cancelled));
    assertThatThrownBy(() -> runner.run(2, _ -> {})).isInstanceOf(IllegalArgumentException.class);
    runner.cancel(1);
    assertThat(cancelled.join()).isTrue();
  }
}
