package dev.braid.memory;

import dev.braid.os.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// The name of a segment of shared memory, with the session that it belongs to: what every process
/// needs to find it.
///
/// @param owner the session's first process
/// @param name a file's name: no more than 255 bytes, without `/` and NUL, not beginning with `.`
public record SegmentName(ProcessIdentity owner, String name) {
  private static final int LONGEST = 255;

  /// Refuses what is no file's name.
  public SegmentName {
    requireValid(name);
  }

  /// Refuses what is no segment's name.
  ///
  /// @throws IllegalArgumentException with the remedy
  public static void requireValid(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "name is empty; give the shared memory a name, or leave the name away");
    }
    String shown = name.replace("\0", "\\0");
    if (name.indexOf('\0') >= 0 || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "name '%s' contains NUL or '/'; use letters, digits, '_' and '-'".formatted(shown));
    }
    if (name.startsWith(".")) {
      throw new IllegalArgumentException(
          "name '%s' begins with '.'; begin it with a letter or a digit".formatted(name));
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST) {
      throw new IllegalArgumentException(
          "name '%s' has %d bytes; it must not have more than %d".formatted(name, bytes, LONGEST));
    }
    try {
      Path _ = Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "name '%s' can't be a file's name here (%s); use letters, digits, '_' and '-'"
              .formatted(name, e.getReason()),
          e);
    }
  }

  /// A name that hardly anybody has taken.
  static String random() {
    return "shm_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  /// Its file, which any program of this user can map.
  public Path path() {
    return new SegmentDirectory(owner).path().resolve(name);
  }
}
