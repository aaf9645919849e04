package dev.braid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What `/proc` says of a process.
final class Proc {
  private Proc() {}

  /// Its state, such as `S` or `Z`; `gone` without an entry.
  static String state(long pid) throws IOException {
    return fields(pid)[0];
  }

  static long parent(long pid) throws IOException {
    return Long.parseLong(fields(pid)[1]);
  }

  private static String[] fields(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
    } catch (NoSuchFileException e) {
      return new String[] {"gone", "0"};
    }
  }
}
