package dev.braid.memory;

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
    Path file = Files.createTempFile("arena-test-", ".arena");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment memory =
          channel.map(
              FileChannel.MapMode.READ_WRITE, 0, ArenaLayout.BLOCKS + (1L << 30), Arena.ofAuto());
      ProcessTable processes =
          new ProcessTable(memory.asSlice(ArenaLayout.PROCESSES, ProcessTable.SIZE));
      SharedArena arena = new SharedArena(memory, ALL_THERE, processes);
      arena.create();
      return arena;
    } finally {
      Files.delete(file);
    }
  }
}
