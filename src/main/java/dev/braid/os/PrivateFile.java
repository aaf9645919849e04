package dev.braid.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that only this user can read, deleted when this process ends.
final class PrivateFile {
  private PrivateFile() {}

  /// A new empty file; `Files.createTempFile` gives it to its owner alone.
  static Path create(String purpose) throws IOException {
    Path file = Files.createTempFile("braid-" + ProcessHandle.current().pid() + "-", "." + purpose);
    file.toFile().deleteOnExit();
    return file;
  }
}
