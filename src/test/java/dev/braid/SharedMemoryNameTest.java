package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names of shared memory.
class SharedMemoryNameTest {
  @Test
  void namesThatAreGivenDifferFromEachOther() {
    try (SharedMemory one = SharedMemory.create(1);
        SharedMemory other = SharedMemory.create(1)) {
      assertThat(one.name()).startsWith("shm_").isNotEqualTo(other.name());
      one.unlink();
      other.unlink();
    }
  }

  @Test
  void existingNameIsRefused() {
    try (SharedMemory memory = SharedMemory.create("taken", 8)) {
      assertThatThrownBy(() -> SharedMemory.create("taken", 8))
          .isInstanceOf(SharedMemoryExistsException.class)
          .isInstanceOf(BraidException.class)
          .hasMessageContaining("'taken' exists already; attach");
      memory.unlink();
      try (SharedMemory again = SharedMemory.create("taken", 9)) {
        assertThat(again.size()).isEqualTo(9);
        again.unlink();
      }
    }
  }

  @Test
  void missingNameIsNamed() {
    assertThatThrownBy(() -> SharedMemory.attach("nobodys"))
        .isInstanceOf(SharedMemoryNotFoundException.class)
        .hasMessageContaining("no shared memory 'nobodys'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../up", "/", "nul\0", "\0"})
  void nameThatNoFileCanHaveIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create(name, 8))
        .withMessageStartingWith("name ");
    assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.attach(name));
  }

  @Test
  void nameThatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create("x".repeat(256), 8))
        .withMessageContaining("256 bytes");
    try (SharedMemory longest = SharedMemory.create("x".repeat(255), 8)) {
      longest.unlink();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "line\nend", "with blank", "-", "shm_x.new-"})
  void nameWithOtherCharactersIsGood(String name) {
    try (SharedMemory memory = SharedMemory.create(name, 8);
        SharedMemory same = SharedMemory.attach(name)) {
      assertThat(same.name()).isEqualTo(name);
      same.unlink();
      assertThatThrownBy(memory::unlink).isInstanceOf(SharedMemoryNotFoundException.class);
    }
  }
}
