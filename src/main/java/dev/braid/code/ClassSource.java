package dev.braid.code;

import java.util.Optional;

/// Where the bytes of classes come from that no class path has, such as those of notebook cells.
@FunctionalInterface
public interface ClassSource {
  /// The bytes of a class by its binary name, `REPL.$JShell$1`; empty for one that every process
  /// finds itself.
  Optional<byte[]> bytesOf(String name);
}
