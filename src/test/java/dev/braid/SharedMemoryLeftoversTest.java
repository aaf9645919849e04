package dev.braid;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Named memory that was unlinked leaves neither descriptors nor mappings nor files.
@Timeout(180) // ten thousand times take long where other work keeps the machine busy
class SharedMemoryLeftoversTest {
  private static final int ROUNDS = 10;
  private static final int PER_ROUND = 1000;

  static Stream<Named<Runnable>> kinds() {
    return Stream.of(
        Named.of("closed SharedMemory", SharedMemoryLeftoversTest::makeAndClose),
        Named.of("dropped SharedMemory", () -> use(SharedMemory.create(8))),
        Named.of("SharedMemory attached to", SharedMemoryLeftoversTest::attachTwice),
        Named.of("closed ShareableList", SharedMemoryLeftoversTest::makeAndCloseList),
        Named.of("dropped ShareableList", () -> ShareableList.of(1, "x").shm().unlink()),
        Named.of("what a SharedMemoryManager made", SharedMemoryLeftoversTest::manage));
  }

  private static void use(SharedMemory memory) {
    memory.buf().set(JAVA_INT, 0, 1);
    memory.unlink();
  }

  private static void makeAndClose() {
    try (SharedMemory memory = SharedMemory.create(5000)) {
      use(memory);
    }
  }

  private static void attachTwice() {
    try (SharedMemory memory = SharedMemory.create(8);
        SharedMemory same = SharedMemory.attach(memory.name())) {
      same.buf().set(JAVA_INT, 0, 1);
      use(SharedMemory.attach(memory.name()));
    }
  }

  private static void makeAndCloseList() {
    try (ShareableList list = ShareableList.of("howdy", 1, null)) {
      list.set(1, 2);
      list.shm().unlink();
    }
  }

  private static void manage() {
    try (SharedMemoryManager manager = new SharedMemoryManager()) {
      manager.sharedMemory(8).buf().set(JAVA_INT, 0, 1);
      manager.shareableList(1, 2).set(0, 3);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tenThousandOfThemLeaveEverythingAsItWas(Runnable makeAndDrop) throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc");
    Path directory = directory();
    makeAndDrop.run();
    ArenaCount arena = ArenaCount.settled();
    long descriptors = descriptors();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < PER_ROUND; i++) {
        makeAndDrop.run();
      }
      ArenaCount.collectAll();
    }
    // Cleaners take their time; what stays for ever runs into the test's limit.
    while (mappings(directory) > 0 || descriptors() > descriptors) {
      ArenaCount.collectAll();
    }
    assertThat(directory).doesNotExist();
    arena.awaitAgain();
  }

  private static Path directory() {
    try (SharedMemory memory = SharedMemory.create(1)) {
      memory.unlink();
      return memory.path().resolveSibling("");
    }
  }

  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException("listing the descriptors", e);
    }
  }

  private static long mappings(Path directory) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(directory + "/")).count();
    } catch (IOException e) {
      throw new UncheckedIOException("listing the mappings", e);
    }
  }
}
