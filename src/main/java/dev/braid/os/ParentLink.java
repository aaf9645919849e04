package dev.braid.os;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// The way from a child to its parent: what the parent sends, until its end, and what the child
/// reports.
///
/// On Linux both are descriptor 0, a socket. Elsewhere the reports go into a file that the parent
/// named.
public final class ParentLink {
  static final String REPORT_OPTION = "-Dbraid.report=";

  private static final FileInputStream DOWN = new FileInputStream(FileDescriptor.in);

  private final DataInputStream input = new DataInputStream(new BufferedInputStream(DOWN));
  private final OutputStream up;

  private ParentLink(OutputStream up) {
    this.up = up;
  }

  /// Opens it; once, in a process that [OperatingSystem#start] started.
  public static ParentLink open() throws IOException {
    @Nullable String file = System.getProperty("braid.report");
    return new ParentLink(
        file == null ? new FileOutputStream(FileDescriptor.in) : new FileOutputStream(file, true));
  }

  /// What the parent sends; its end is the parent's end.
  public DataInputStream input() {
    return input;
  }

  /// Hands bytes to the parent's [ChildWatcher#reported]; a parent that has ended hears nothing.
  public synchronized void report(byte[] bytes) {
    try {
      up.write(bytes);
      up.flush();
    } catch (IOException e) {
      // An orphan reports to nobody.
    }
  }
}
