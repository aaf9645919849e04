package dev.braid;

import static dev.braid.Multiprocessing.println;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The `main` of a session whose `/dev/shm` has 8 MiB, which it uses up.
final class FullDeviceRoot {
  private static final long MOST = 6 << 20;

  private FullDeviceRoot() {}

  /// Says that all was right, or ends with an exception.
  public static void main(String[] arguments) {
    try (SharedMemory most = SharedMemory.create("most", MOST)) {
      most.buf().fill((byte) 1);
      requireNoRoom("second");
      Process child = new Process(() -> requireNoRoom("of a child"));
      child.start();
      child.join();
      assertThat(child.exitCode()).isZero();
      assertThat(most.buf().get(JAVA_BYTE, MOST - 1)).isEqualTo((byte) 1);
      try (SharedMemory small = SharedMemory.create("small", 100_000)) {
        small.buf().fill((byte) 2);
        small.unlink();
      }
      most.unlink();
    }
    try (SharedMemory again = SharedMemory.create("second", MOST)) {
      again.buf().fill((byte) 3);
      again.unlink();
    }
    println("done");
  }

  private static void requireNoRoom(String name) {
    assertThatExceptionOfType(SharedMemoryException.class)
        .isThrownBy(() -> SharedMemory.create(name, MOST))
        .withMessageContaining("can't create '%s' of %d bytes".formatted(name, MOST))
        .withMessageContaining("ask for less, or unlink what nobody needs");
    assertThatExceptionOfType(SharedMemoryNotFoundException.class)
        .isThrownBy(() -> SharedMemory.attach(name));
  }
}
