package dev.braid.code;

import java.util.Optional;

/// Where classes come from that no class path has, such as those of notebook cells.
public interface ClassSource {
  /// The bytes of a class by its binary name, `REPL.$JShell$1`; empty for one that every process
  /// finds by itself.
  Optional<byte[]> bytesOf(String name);

  /// The loader that has defined them here.
  ClassLoader loader();

  /// True in the process whose cells these are; false where they came from another one.
  ///
  /// The values of variables that come back with code are for others: what another process changes
  /// stays there.
  default boolean isOrigin() {
    return true;
  }

  /// Of a program whose classes all are on the class path.
  ClassSource CLASS_PATH =
      new ClassSource() {
        @Override
        public Optional<byte[]> bytesOf(String name) {
          return Optional.empty();
        }

        @Override
        public ClassLoader loader() {
          return ClassLoader.getSystemClassLoader();
        }
      };
}
