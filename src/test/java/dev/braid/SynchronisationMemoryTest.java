package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.SharedArena;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nobody holds any more leaves the arena.
class SynchronisationMemoryTest {
  static Stream<Named<Supplier<Object>>> kinds() {
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
  void tenThousandDroppedOnesLeaveTheArenaAsItWas(Supplier<Object> kind) {
    SharedArena arena = SharedArena.current();
    settle(arena, Long.MAX_VALUE);
    long before = arena.count();
    make(kind);
    settle(arena, before);
    assertThat(arena.count()).isLessThanOrEqualTo(before);
  }

  private static void make(Supplier<Object> kind) {
    for (int i = 0; i < 10_000; i++) {
      assertThat(kind.get().toString()).isNotEmpty();
    }
  }

  /// Until the arena has no more blocks than that.
  @SuppressWarnings("SystemGc") // holds end with the garbage collection
  private static void settle(SharedArena arena, long most) {
    do {
      System.gc();
      arena.collect();
    } while (arena.count() > most);
  }
}
