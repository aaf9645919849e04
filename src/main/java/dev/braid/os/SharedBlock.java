package dev.braid.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Memory that several processes map.
///
/// @param address the path by which a process of this user opens it
/// @param memory the mapping of this process, which lasts as long as the process
public record SharedBlock(String address, MemorySegment memory) {
  /// Maps a block that another process made.
  public static SharedBlock open(String address) throws IOException {
    try (FileChannel file =
        FileChannel.open(Path.of(address), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedBlock(address, map(file, file.size()));
    }
  }

  static MemorySegment map(FileChannel file, long size) throws IOException {
    return file.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.global());
  }
}
