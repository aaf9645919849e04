package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Processes that are killed while they make, use or unlink named memory.
class SharedMemoryDeathTest extends DeathTest {
  private static final String NAME = "halfway";
  private static final long SIZE = 3 << 20;

  /// Nobody's leavings take its room: not even the directory is left.
  @AfterEach
  void theNameIsFreeAgain() {
    try (SharedMemory again = SharedMemory.create(NAME, 8)) {
      assertThat(again.path().resolveSibling("").toFile().list()).containsExactly(NAME);
      again.unlink();
      assertThat(again.path().resolveSibling("")).doesNotExist();
    }
  }

  private static long sizeElsewhere() {
    try (SharedMemory whole = SharedMemory.attach(NAME)) {
      return whole.size();
    }
  }

  private static void requireMissing() {
    assertThatThrownBy(() -> SharedMemory.attach(NAME))
        .isInstanceOf(SharedMemoryNotFoundException.class);
    assertThat(bystander.ask(SharedMemoryDeathTest::sizeElsewhere, PATIENCE))
        .asString()
        .startsWith(SharedMemoryNotFoundException.class.getName());
  }

  @ParameterizedTest
  @CsvSource({"segment.begun, false", "segment.filled, false", "segment.named, true"})
  void oneWhoCreatesLeavesAllOrNothing(String instant, boolean all) {
    Victim.killed(instant, () -> SharedMemory.create(NAME, SIZE));
    if (all) {
      assertThat(bystander.ask(SharedMemoryDeathTest::sizeElsewhere, PATIENCE)).isEqualTo(SIZE);
      try (SharedMemory whole = SharedMemory.attach(NAME)) {
        assertThat(whole.size()).isEqualTo(SIZE);
        assertThat(whole.path().resolveSibling("").toFile().list()).containsExactly(NAME);
        whole.unlink();
      }
    }
    requireMissing();
  }

  @Test
  void oneWhoUnlinks() {
    try (SharedMemory memory = SharedMemory.create(NAME, SIZE)) {
      Victim.killed("segment.unlinked", memory::unlink);
      requireMissing();
      assertThatThrownBy(memory::unlink).isInstanceOf(SharedMemoryNotFoundException.class);
      assertThat(memory.buf().byteSize()).isEqualTo(SIZE);
    }
  }

  /// What it hasn't come to stays, and anybody can unlink it.
  @Test
  void aManagerThatUnlinksAllThatItMade() {
    Queue<String> names = new Queue<>();
    Victim.killed(
        "segment.unlinked:2",
        () -> {
          SharedMemoryManager manager = new SharedMemoryManager();
          for (int i = 0; i < 3; i++) {
            names.put(manager.sharedMemory(8).name());
          }
          manager.close();
        });
    for (int i = 0; i < 2; i++) {
      String gone = names.get(PATIENCE);
      assertThatThrownBy(() -> SharedMemory.attach(gone))
          .isInstanceOf(SharedMemoryNotFoundException.class);
    }
    try (SharedMemory left = SharedMemory.attach(names.get(PATIENCE))) {
      left.unlink();
    }
  }

  @Test
  void oneWhoMakesAList() {
    Victim.killed("list.filled", () -> ShareableList.named(NAME, 1, "two"));
    assertThatThrownBy(() -> ShareableList.attach(NAME))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("attach to it as SharedMemory");
    try (SharedMemory memory = SharedMemory.attach(NAME)) {
      memory.unlink();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, two", "two, 2", "two, tw", "tw, two"})
  void oneWhoSetsAnItem(String before, String after) {
    try (ShareableList list = ShareableList.named(NAME, "12345678", "neighbour")) {
      Serializable old = value(before);
      Serializable next = value(after);
      list.set(0, old);
      Victim.killed("list.copied", () -> list.set(0, next));
      assertThat(list).containsExactly(old, "neighbour");
      assertThat(bystander.ask(() -> elsewhere(list), PATIENCE)).isEqualTo(old);
      list.set(0, next);
      assertThat(list).containsExactly(next, "neighbour");
      assertThat(bystander.ask(() -> elsewhere(list), PATIENCE)).isEqualTo(next);
      list.shm().unlink();
    }
  }

  private static Serializable elsewhere(ShareableList list) {
    try (list) {
      return (Serializable) Objects.requireNonNull(list.get(0));
    }
  }

  private static Serializable value(String text) {
    return switch (text) {
      case "1" -> 1;
      case "2" -> 2.5;
      default -> text;
    };
  }
}
