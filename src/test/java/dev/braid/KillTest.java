package dev.braid;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/// Processes that are killed, beside a bystander whom that must not hold up; after each death the
/// memory is as free as before.
@Tag("linux") // its bounds were set where waits are woken
abstract class KillTest {
  /// Of the class that runs: one at a time does.
  static Bystander bystander;

  private Baseline before;

  @BeforeAll
  static void startBystander() {
    bystander = new Bystander();
  }

  @AfterAll
  static void endBystander() {
    bystander.close();
  }

  @BeforeEach
  void settle() {
    before = Baseline.settled();
  }

  @AfterEach
  void theMemoryIsFreeAgain() {
    before.isBack(bystander);
  }
}
