package dev.braid.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/// Files that only this user can read, named after the process that made them.
///
/// Their makers delete them. What a killed process could not delete is swept by those who see its
/// end, or by the next session.
final class PrivateFile {
  private static final String PREFIX = "braid-";

  private PrivateFile() {}

  /// A new empty file; `Files.createTempFile` gives it to its owner alone.
  static Path create(String purpose) throws IOException {
    return Files.createTempFile(PREFIX + ProcessHandle.current().pid() + "-", "." + purpose);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Windows doesn't delete what somebody has open.
      file.toFile().deleteOnExit();
    }
  }

  /// Deletes what that process, which has ended, left.
  static void sweep(long pid) {
    sweep(PREFIX + pid + "-*", PrivateFile::isOrphan);
  }

  /// Deletes what this process made, because it is about to end.
  static void sweepOwn() {
    sweep(PREFIX + ProcessHandle.current().pid() + "-*", _ -> true);
  }

  /// Deletes what processes left that have ended.
  static void sweepDead() {
    sweep(PREFIX + "*-*", PrivateFile::isOrphan);
  }

  private static void sweep(String names, Predicate<String> wanted) {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
      for (Path file : files) {
        if (wanted.test(file.getFileName().toString())) {
          delete(file);
        }
      }
    } catch (IOException e) {
      // A directory that can't be listed: the system's own cleaning has to do.
    }
  }

  private static boolean isOrphan(String name) {
    String pid = name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length()));
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }
}
