package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal worker = Journal.create(SharedArena.current());
  private final Journal dispatcher = new Journal(worker.block());

  @Test
  void aRunningTaskIsNotHaltedAndWhatWasCancelledStaysSo() {
    dispatcher.cancel(7);
    worker.begin(7, 0, 1);
    assertThat(dispatcher.halt()).isFalse();
    assertThat(worker.isCancelled(7)).isTrue();
    assertThat(worker.isCancelled(8)).isFalse();
  }

  @Test
  void whoIsHaltedBeginsNothing() throws Exception {
    worker.begin(7, 0, 1);
    assertThat(worker.end()).isZero();
    assertThat(dispatcher.halt()).isTrue();
    AtomicBoolean mayGoOn = new AtomicBoolean();
    CompletableFuture<Boolean> early =
        CompletableFuture.supplyAsync(() -> {
          worker.begin(7, 1, 2);
          boolean _ = worker.isCancelled(7);
          return !mayGoOn.get();
        });
    while (!dispatcher.running().isTask()) {
      Thread.onSpinWait();
    }
    mayGoOn.set(true);
    dispatcher.cancel(0);
    assertThat(early.get()).isFalse();
  }
}
