package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The name of a thread in shared memory, cut to the room that there is.
final class ThreadName {
  private ThreadName() {}

  /// Writes the calling thread's.
  ///
  /// @return how many bytes
  static int write(MemorySegment memory, long at, int room) {
    byte[] bytes = Thread.currentThread().getName().getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    if (length > room) {
      byte[] cut = Arrays.copyOf(bytes, room);
      length = Utf8.wholeCharacters(cut);
    }
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, length);
    return length;
  }

  static String read(MemorySegment memory, long at, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(memory, JAVA_BYTE, at, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// As messages name a thread; virtual ones mostly have no name.
  static String shown(String name, long thread) {
    return name.isEmpty() ? "thread #" + thread : "thread '" + name + "'";
  }
}
