package dev.braid.memory;

import dev.braid.memory.OutputRecord.Kind;
import dev.braid.os.OperatingSystem;
import dev.braid.os.SharedBlock;
import java.nio.charset.StandardCharsets;

/// A process that writes numbered records to a log: `arena bell count size`.
final class LogProducer {
  private LogProducer() {}

  public static void main(String[] arguments) throws Exception {
    OutputLog log =
        new OutputLog(
            SharedBlock.open(arguments[0]).memory(),
            OperatingSystem.current().button(arguments[1]));
    long pid = ProcessHandle.current().pid();
    int count = Integer.parseInt(arguments[2]);
    int size = Integer.parseInt(arguments[3]);
    for (int i = 0; i < count; i++) {
      log.write(Kind.STDOUT, i, pid, text(i, size));
    }
  }

  static byte[] text(int number, int size) {
    return (number + ":" + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
  }
}
