package dev.braid.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A connection file that no kernel can be reached by; the message names the file, what is wrong in
/// it, and the remedy, in one line.
public final class ConnectionFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectionFileException(Path file, String fault, @Nullable Throwable cause) {
    super("connection file %s: %s".formatted(file, fault), cause);
  }
}
