package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// Processes that are killed, beside a bystander whom that must not hold up; after each death the
/// memory is as free as before.
abstract class DeathTest {
  /// Of the class that runs: one at a time does.
  static Bystander bystander;

  /// What each test begins with, for the one before it left that.
  private static Baseline before;

  @BeforeAll
  static void startBystander() {
    bystander = new Bystander();
    before = Baseline.settled();
  }

  @AfterAll
  static void endBystander() {
    bystander.close();
  }

  @AfterEach
  void theMemoryIsFreeAgain() {
    boolean isFree = false;
    try {
      before.isBack(bystander);
      isFree = true;
    } finally {
      if (!isFree) {
        // What one test leaves is no other one's fault.
        before = Baseline.settled();
      }
    }
  }

  /// Lets the bystander do something, which may take as long as he may be held up.
  static void tell(Task work) {
    assertThat(
            bystander.ask(
                () -> {
                  work.run();
                  return "done";
                },
                Bystander.PATIENCE))
        .isEqualTo("done");
  }

  /// Fails unless one was told that a process died with what he has acquired.
  static void requireTold(Object answer) {
    assertThat(answer)
        .asString()
        .startsWith(OwnerDiedException.class.getName())
        // Its exit code is known a little later than its death, and no longer once its slot is used
        // again.
        .containsPattern("which has ended|which ended with exit code -9|that ended long ago");
  }

  /// Fails unless one has acquired something that nobody died with.
  static void requireUntold(Object answer) {
    assertThat(answer).isEqualTo(true);
  }
}
