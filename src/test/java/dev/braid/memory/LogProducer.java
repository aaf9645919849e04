package dev.braid.memory;

import dev.braid.memory.OutputRecord.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that writes numbered records to a log: `arena count size`.
final class LogProducer {
  private LogProducer() {}

  public static void main(String[] arguments) throws Exception {
    OutputLog log = new OutputLog(map(Path.of(arguments[0])), () -> {});
    long pid = ProcessHandle.current().pid();
    int count = Integer.parseInt(arguments[1]);
    int size = Integer.parseInt(arguments[2]);
    for (int i = 0; i < count; i++) {
      log.write(Kind.STDOUT, i, pid, text(i, size));
    }
  }

  static MemorySegment map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global());
    }
  }

  static byte[] text(int number, int size) {
    return (number + ":" + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
  }
}
