package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.os.OperatingSystem.Word;
import dev.braid.os.Syscalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.time.Duration;
import java.util.List;

/// Waiting for many words at once: `futex_waitv(2)`, Linux 5.16 and later.
final class FutexVector {
  /// Words at once: FUTEX_WAITV_MAX.
  static final int MOST = 128;

  private static final int WORDS_OF_32_BITS = 2; // FUTEX2_SIZE_U32, shared between processes
  private static final int CLOCK_MONOTONIC = 1;

  /// `struct futex_waitv`.
  private static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("val"),
          JAVA_LONG.withName("uaddr"),
          JAVA_INT.withName("flags"),
          JAVA_INT.withName("reserved"));

  private FutexVector() {}

  /// Blocks until a word is woken, none is as expected, or `limit` is over.
  ///
  /// @return the index of a woken word, or a negated error number
  static long await(List<Word> words, Duration limit) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(LAYOUT, words.size());
      for (int i = 0; i < words.size(); i++) {
        long at = i * LAYOUT.byteSize();
        all.set(JAVA_LONG, at, Integer.toUnsignedLong(words.get(i).expected()));
        all.set(JAVA_LONG, at + 8, words.get(i).address());
        all.set(JAVA_INT, at + 16, WORDS_OF_32_BITS);
      }
      // The call wants an instant. On Linux the clock of nanoTime is CLOCK_MONOTONIC.
      long until = System.nanoTime() + limit.toNanos();
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      time.setAtIndex(JAVA_LONG, 0, until / 1_000_000_000);
      time.setAtIndex(JAVA_LONG, 1, until % 1_000_000_000);
      return Syscalls.call(
          Call.FUTEX_WAITV, all.address(), words.size(), 0, time.address(), CLOCK_MONOTONIC);
    }
  }
}
