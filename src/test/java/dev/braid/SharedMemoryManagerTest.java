package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SharedMemoryManagerTest {
  private static void assertGone(String name) {
    assertThatThrownBy(() -> SharedMemory.attach(name))
        .isInstanceOf(SharedMemoryNotFoundException.class);
  }

  @Test
  void allIsGoneAfterItsEnd() {
    SharedMemory memory;
    ShareableList list;
    try (SharedMemoryManager manager = new SharedMemoryManager()) {
      memory = manager.sharedMemory(32);
      list = manager.shareableList(Multiprocessing.range(4));
      ShareableList mixed = manager.shareableList("a", 1);
      assertThat(mixed.size()).isEqualTo(2);
      mixed.close();
      try (SharedMemory same = SharedMemory.attach(memory.name());
          ShareableList sameList = ShareableList.attach(list.shm().name())) {
        assertThat(same.size()).isEqualTo(32);
        assertThat(sameList).containsExactly(0, 1, 2, 3);
      }
    }
    assertGone(memory.name());
    assertGone(list.shm().name());
    // Who has it keeps it.
    memory.buf().set(JAVA_INT, 0, 1);
    assertThat(list.get(3)).isEqualTo(3);
    memory.close();
    list.close();
  }

  @Test
  void bearsThatItsUserUnlinks() {
    try (SharedMemoryManager manager = new SharedMemoryManager();
        SharedMemory first = manager.sharedMemory(8);
        SharedMemory second = manager.sharedMemory(8)) {
      first.unlink();
      manager.shutdown();
      assertGone(second.name());
    }
  }

  @Test
  void makesNothingAfterItsEnd() {
    SharedMemoryManager manager = new SharedMemoryManager();
    manager.shutdown();
    manager.shutdown();
    manager.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> manager.sharedMemory(8))
        .withMessageContaining("shut down; make a new one");
    assertThatIllegalStateException().isThrownBy(() -> manager.shareableList(1));
  }

  @Test
  void childrenUseWhatItMakes() {
    try (SharedMemoryManager manager = new SharedMemoryManager();
        ShareableList list = manager.shareableList(1, 2)) {
      Process child = new Process(() -> list.set(1, 3));
      child.start();
      child.join();
      assertThat(list).containsExactly(1, 3);
    }
  }

  @Test
  void whatAKilledManagersProcessMadeStaysInTheSession() throws Exception {
    try (Console console = new Console()) {
      Process child =
          new Process(() -> {
            try (SharedMemoryManager manager = new SharedMemoryManager();
                SharedMemory memory = manager.sharedMemory(8)) {
              println("made", memory.name());
              sleep(1000);
            }
          });
      child.start();
      String name = console.await("made");
      child.kill();
      child.join();
      try (SharedMemory memory = SharedMemory.attach(name)) {
        memory.unlink();
      }
    }
  }
}
