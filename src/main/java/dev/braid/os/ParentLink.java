package dev.braid.os;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// The way from a child to its parent: what the parent sends, until its end, and what the child
/// reports.
///
/// On Linux both are descriptor 0, a socket. Elsewhere the reports go into a file that the parent
/// named, each after its length (4), with [#GOODBYE] for a length at the end.
public final class ParentLink {
  static final String REPORT_OPTION = "-Dbraid.report=";
  static final int GOODBYE = -1;

  /// A channel, for it can be closed while a thread reads from it.
  private final FileChannel down = new FileInputStream(FileDescriptor.in).getChannel();

  private final DataInputStream input =
      new DataInputStream(new BufferedInputStream(Channels.newInputStream(down)));
  private final OutputStream up;
  private final boolean framed;

  private ParentLink(OutputStream up, boolean framed) {
    this.up = up;
    this.framed = framed;
  }

  /// Opens it; once, in a process that [OperatingSystem#start] started.
  public static ParentLink open() throws IOException {
    @Nullable String file = System.getProperty("braid.report");
    return file == null
        ? new ParentLink(new FileOutputStream(FileDescriptor.in), false)
        : new ParentLink(new FileOutputStream(file, true), true);
  }

  /// What the parent sends; its end is the parent's end.
  public DataInputStream input() {
    return input;
  }

  /// Hands bytes to the parent's [ChildWatcher#reported]; a parent that has ended hears nothing.
  public void report(byte[] bytes) {
    send(bytes.length, bytes);
  }

  /// Says that this process ends by itself, not by a signal, as the last thing it does.
  ///
  /// Where the operating system tells so by itself, nothing is sent.
  public void goodbye() {
    if (framed) {
      send(GOODBYE, new byte[0]);
    }
  }

  /// Stops listening, so that no thread waits in the operating system: a JVM that ends gives such a
  /// thread 300 ms to return.
  public void close() throws IOException {
    down.close();
  }

  private synchronized void send(int head, byte[] bytes) {
    try {
      if (framed) {
        up.write(ByteBuffer.allocate(Integer.BYTES).putInt(head).array());
      }
      up.write(bytes);
      up.flush();
    } catch (IOException e) {
      // An orphan reports to nobody.
    }
  }
}
