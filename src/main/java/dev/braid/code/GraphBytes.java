package dev.braid.code;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Bytes written once and copied once: grows without copying what it has, to any length.
final class GraphBytes extends OutputStream {
  private static final int FIRST = 512;
  private static final int LARGEST = 1 << 20;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[FIRST];
  private int used;
  private long before;

  long length() {
    return before + used;
  }

  @Override
  public void write(int value) {
    require();
    last[used++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      require();
      int part = Math.min(length - done, last.length - used);
      System.arraycopy(source, offset + done, last, used, part);
      used += part;
      done += part;
    }
  }

  private void require() {
    if (used == last.length) {
      full.add(last);
      before += used;
      last = new byte[Math.min(2 * used, LARGEST)];
      used = 0;
    }
  }

  void copyTo(MemorySegment target, long offset) {
    long at = offset;
    for (byte[] chunk : full) {
      MemorySegment.copy(chunk, 0, target, Layouts.BYTE, at, chunk.length);
      at += chunk.length;
    }
    MemorySegment.copy(last, 0, target, Layouts.BYTE, at, used);
  }
}
