package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A named pipe at which a cell, a child or a thread waits until the test opens it: the system
/// blocks who reads from an empty pipe.
///
/// The test holds both its ends, so it never waits itself, and an opened gate is open for who comes
/// later, once. Whoever still waits when it is closed goes on too.
final class Gate implements AutoCloseable {
  private final String name;
  private final RandomAccessFile pipe;

  private Gate(String name, RandomAccessFile pipe) {
    this.name = name;
    this.pipe = pipe;
  }

  /// A shut gate; the kernel that runs in `folder` knows it by its name alone.
  static Gate at(Path folder, String name) throws IOException, InterruptedException {
    Path path = folder.resolve(name);
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).as("mkfifo %s", path).isZero();
    return new Gate(name, new RandomAccessFile(path.toFile(), "rw"));
  }

  /// Java that waits at it.
  String await() {
    return "try (var gate = new java.io.FileInputStream(\"%s\")) { gate.read(); }".formatted(name);
  }

  /// Lets one through.
  void open() throws IOException {
    pipe.write('\n');
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
