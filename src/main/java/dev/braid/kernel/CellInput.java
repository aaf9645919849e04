package dev.braid.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.jupyter.Host;
import dev.braid.memory.Output;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// `System.in` of cells: asks the notebook's user for a line when it has none left.
///
/// What a cell leaves of a line is gone with the cell. An interrupt ends the wait.
final class CellInput extends InputStream {
  private final Host host;
  private final Runnable beforeAsking;

  @GuardedBy("this")
  private byte[] line = {};

  @GuardedBy("this")
  private int position;

  @GuardedBy("this")
  private long cellOfLine;

  /// Input from `host`; `beforeAsking` brings out the prompt that the cell printed.
  CellInput(Host host, Runnable beforeAsking) {
    this.host = host;
    this.beforeAsking = beforeAsking;
  }

  @Override
  public synchronized int read() throws IOException {
    return fill() ? line[position++] & 0xFF : -1;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return cellOfLine == Output.cell() ? line.length - position : 0;
  }

  @GuardedBy("this")
  private boolean fill() throws IOException {
    long cell = Output.cell();
    if (cellOfLine == cell && position < line.length) {
      return true;
    }
    beforeAsking.run();
    try {
      line = (host.input(cell, "", false) + "\n").getBytes(StandardCharsets.UTF_8);
      position = 0;
      cellOfLine = cell;
      return true;
    } catch (EOFException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("the cell was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
