package dev.braid.memory;

import dev.braid.os.UserDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// A file of zeros whose space is all taken when it is made.
///
/// A sparse one would be quicker to make, but a process that touches a page of it when the file
/// system is full is killed, or gets an `InternalError` anywhere in its code.
final class PreallocatedFile {
  private static final String UNFINISHED = ".new-";
  private static final int CHUNK = 1 << 20;

  private PreallocatedFile() {}

  /// Makes it, for this user alone. It appears under its name at once and complete.
  ///
  /// @param size in bytes
  /// @throws FileAlreadyExistsException if there is one of that name
  /// @throws IOException if there is no room for it; then nothing is left
  static void create(Path file, long size) throws IOException {
    Path directory = file.resolveSibling("");
    Path unfinished =
        directory.resolve(
            prefix(ProcessHandle.current().pid())
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    Files.createFile(unfinished, UserDirectory.onlyForUser("rw-------"));
    // Killed before the end, we leave a file that nobody can attach to; who sees our end deletes
    // it.
    KillPoint.at("segment.begun");
    try {
      requireRoom(directory, size);
      fill(unfinished, size);
      KillPoint.at("segment.filled");
      // A link, not a move: a move replaces what has the name already.
      Files.createLink(file, unfinished);
      KillPoint.at("segment.named");
    } finally {
      // Its directory, and so the file, may have been removed: then its session has ended.
      Files.deleteIfExists(unfinished);
    }
  }

  /// True if this is a file that a process began to make, and didn't complete.
  static boolean isUnfinished(String name, long pid) {
    return name.startsWith(prefix(pid));
  }

  private static String prefix(long pid) {
    return UNFINISHED + pid + "-";
  }

  private static void requireRoom(Path directory, long size) throws IOException {
    // Not by Files.getFileStore, which fails where the list of mounts doesn't show this one. Zero
    // is
    // also its word for "unknown"; then writing will tell.
    long free = directory.toFile().getUsableSpace();
    if (free > 0 && size > free) {
      throw new IOException(
          "only %d bytes are free in %s; ask for less, or unlink what nobody needs"
              .formatted(free, directory));
    }
  }

  private static void fill(Path file, long size) throws IOException {
    byte[] zeros = new byte[(int) Math.min(size, CHUNK)];
    long written = 0;
    // Not a channel: an interruption would close it.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      while (written < size) {
        int length = (int) Math.min(zeros.length, size - written);
        out.write(zeros, 0, length);
        written += length;
      }
    } catch (IOException e) {
      throw new IOException(
          "%s after %d bytes of %s; ask for less, or unlink what nobody needs"
              .formatted(e.getMessage(), written, file.getParent()),
          e);
    }
  }
}
