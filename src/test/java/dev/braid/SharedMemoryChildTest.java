package dev.braid;

import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Named shared memory between a process and its children.
class SharedMemoryChildTest {
  private static void run(Task task) {
    Process process = new Process(task);
    process.start();
    process.join();
    assertThat(process.exception()).isEmpty();
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void childWritesWhatItAttachedToByName() {
    try (SharedMemory memory = SharedMemory.create("across", 8)) {
      run(() -> {
        try (SharedMemory same = SharedMemory.attach("across")) {
          same.buf().set(JAVA_INT, 0, 17);
        }
      });
      assertThat(memory.buf().get(JAVA_INT, 0)).isEqualTo(17);
      memory.unlink();
    }
  }

  @Test
  void childWritesWhatItWasGiven() {
    try (SharedMemory memory = SharedMemory.create(8)) {
      Process argument = new Process((SharedMemory m) -> m.buf().set(JAVA_INT, 0, 1), memory);
      argument.start();
      argument.join();
      // Captured, twice in a list, and on to a grandchild.
      List<SharedMemory> twice = List.of(memory, memory);
      run(() -> {
        if (twice.get(0) == twice.get(1)) {
          run(() -> memory.buf().set(JAVA_INT, 4, 2));
        }
      });
      assertThat(memory.buf().get(JAVA_INT, 0)).isEqualTo(1);
      assertThat(memory.buf().get(JAVA_INT, 4)).isEqualTo(2);
      memory.unlink();
    }
  }

  @Test
  void closedMemoryIsOpenWhereItIsSent() {
    SharedMemory memory = SharedMemory.create(8);
    memory.close();
    run(() -> memory.buf().set(JAVA_INT, 0, 3));
    try (SharedMemory same = SharedMemory.attach(memory.name())) {
      assertThat(same.buf().get(JAVA_INT, 0)).isEqualTo(3);
      same.unlink();
    }
  }

  @Test
  void unlinkedMemoryCannotBeReceived() {
    try (SharedMemory memory = SharedMemory.create("dead", 8)) {
      memory.unlink();
      Process child = new Process(() -> println(memory.size()));
      try (Console console = new Console()) {
        child.start();
        child.join();
        assertThat(console.lines()).isEmpty();
      }
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.exception())
          .get()
          .isInstanceOf(SharedMemoryNotFoundException.class)
          .extracting(Throwable::getMessage)
          .asString()
          .contains("'dead'");
    }
  }

  @Test
  void memoryOutlivesTheChildThatCreatedIt() throws Exception {
    try (Console console = new Console()) {
      Process child =
          new Process(() -> {
            try (SharedMemory memory = SharedMemory.create("childs", 8)) {
              memory.buf().set(JAVA_INT, 0, 5);
              println("created", memory.name());
              sleep(1000);
            }
          });
      child.start();
      assertThat(console.await("created")).isEqualTo("childs");
      child.kill();
      child.join();
    }
    try (SharedMemory memory = SharedMemory.attach("childs")) {
      assertThat(memory.buf().get(JAVA_INT, 0)).isEqualTo(5);
      memory.unlink();
    }
  }

  @Test
  void childrenThatWantTheSameNameGetItOnce() {
    try (Console console = new Console()) {
      List<Process> children =
          List.of(1, 2, 3).stream().map(i -> new Process((Integer who) -> claim(who), i)).toList();
      children.forEach(Process::start);
      children.forEach(Process::join);
      assertThat(console.lines()).hasSize(3).containsOnlyOnce("created").contains("exists");
    }
    try (SharedMemory memory = SharedMemory.attach("claimed")) {
      assertThat(memory.size()).isEqualTo(memory.buf().get(JAVA_INT, 0) + 100_000L);
      memory.unlink();
    }
  }

  private static void claim(int who) {
    try (SharedMemory memory = SharedMemory.create("claimed", 100_000 + who)) {
      memory.buf().set(JAVA_INT, 0, who);
      println("created");
    } catch (SharedMemoryExistsException e) {
      println("exists");
    }
  }
}
