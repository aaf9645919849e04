package dev.braid.memory;

import dev.braid.os.ProcessIdentity;
import dev.braid.os.SharedBlock.Pages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An arena of a test's own, in which nothing is but what the test put there.
final class OwnArena {
  private static final Pages ALL_THERE =
      new Pages() {
        @Override
        public void reserve(long from, long length) {}

        @Override
        public boolean discard(long from, long length) {
          return false;
        }
      };

  private OwnArena() {}

  static SharedArena create() throws IOException {
    MemorySegment memory = memory();
    SharedArena arena = join(memory, ProcessIdentity.current());
    arena.create();
    return arena;
  }

  /// Zeroed memory for one.
  static MemorySegment memory() throws IOException {
    Path file = Files.createTempFile("arena-test-", ".arena");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(
          FileChannel.MapMode.READ_WRITE, 0, ArenaLayout.BLOCKS + (1L << 30), Arena.ofAuto());
    } finally {
      Files.delete(file);
    }
  }

  /// The arena in this memory, as that process sees it.
  static SharedArena join(MemorySegment memory, ProcessIdentity process) {
    MemorySegment table = memory.asSlice(ArenaLayout.PROCESSES, ProcessTable.SIZE);
    return new SharedArena(memory, ALL_THERE, new ProcessTable(table, process));
  }
}
