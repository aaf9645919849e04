package dev.braid.memory;

import dev.braid.memory.OutputRecord.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Puts what a child's machine code wrote to a descriptor into the log, in whole lines.
///
/// Used by one thread at a time.
public final class NativeLines {
  private static final int LONGEST = 64 * 1024;

  private final Kind kind;
  private final long cell;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /// For one descriptor of a child of that cell.
  public NativeLines(Kind kind, long cell) {
    this.kind = kind;
    this.cell = cell;
  }

  /// Takes the next bytes that process `pid` wrote.
  public void add(long pid, byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end > 0) {
      line.write(bytes, 0, end);
      finish(pid);
    }
    line.write(bytes, end, bytes.length - end);
    if (line.size() > LONGEST) {
      byte[] all = line.toByteArray();
      int whole = Utf8.wholeCharacters(all);
      line.reset();
      line.write(all, whole, all.length - whole);
      Output.write(kind, cell, pid, Arrays.copyOf(all, whole));
    }
  }

  /// Writes what is left: the descriptor has come to its end.
  public void finish(long pid) {
    Output.write(kind, cell, pid, line.toByteArray());
    line.reset();
  }
}
