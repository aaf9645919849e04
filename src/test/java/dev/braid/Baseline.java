package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Deadline;
import dev.braid.memory.Garbage;
import dev.braid.memory.SharedArena;
import java.time.Duration;

/// What is in use of the session's shared memory, without garbage.
///
/// @param used bytes
/// @param count blocks
record Baseline(long used, long count) {
  private static final int QUIET_ROUNDS = 4;

  /// As of now.
  static Baseline settled() {
    Baseline last = collected();
    for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
      Baseline next = collected();
      if (!next.equals(last)) {
        quiet = 0;
      }
      last = next;
    }
    return last;
  }

  private static Baseline collected() {
    SharedArena arena = SharedArena.current();
    Garbage.collect(arena);
    return new Baseline(arena.used(), arena.count());
  }

  /// Fails unless all is free again that was free before, once others have let go, too.
  void isBack(Bystander bystander) {
    isBack(bystander::forget);
  }

  /// Fails unless all is free again that was free before.
  void isBack() {
    isBack(() -> {});
  }

  private void isBack(Runnable others) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    Baseline now = collected();
    while (now.isAbove(this) && !deadline.isOver()) {
      others.run();
      now = collected();
    }
    // What an earlier test had may have been in use still, and be free by now.
    assertThat(now.isAbove(this)).as("%s, after %s", now, this).isFalse();
  }

  private boolean isAbove(Baseline other) {
    return used > other.used || count > other.count;
  }
}
