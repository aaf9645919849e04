package dev.braid.memory;

import dev.braid.memory.OutputRecord.Kind;
import dev.braid.os.SharedBlock;
import java.nio.charset.StandardCharsets;

/// A process that writes numbered records to a log: `arena count size`.
final class LogProducer {
  private LogProducer() {}

  public static void main(String[] arguments) throws Exception {
    OutputLog log = new OutputLog(SharedBlock.open(arguments[0]).memory(), () -> {});
    long pid = ProcessHandle.current().pid();
    int count = Integer.parseInt(arguments[1]);
    int size = Integer.parseInt(arguments[2]);
    for (int i = 0; i < count; i++) {
      log.write(Kind.STDOUT, i, pid, text(i, size));
    }
  }

  static byte[] text(int number, int size) {
    return (number + ":" + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
  }
}
