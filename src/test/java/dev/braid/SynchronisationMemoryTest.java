package dev.braid;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nobody holds any more leaves the arena.
@Timeout(180) // ten thousand times take long where other work keeps the machine busy
class SynchronisationMemoryTest {
  static Stream<Named<Runnable>> kinds() {
    return Stream.of(
        Named.of("Lock", Lock::new),
        Named.of("RLock", RLock::new),
        Named.of("Semaphore", () -> new Semaphore(2)),
        Named.of("BoundedSemaphore", () -> new BoundedSemaphore(2)),
        Named.of("Condition", Condition::new),
        Named.of("Event", Event::new),
        Named.of("Barrier", () -> new Barrier(3)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tenThousandDroppedOnesLeaveTheArenaAsItWas(Runnable kind) throws InterruptedException {
    ArenaCount.assertStays(kind);
  }
}
