package dev.braid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/// Output that nobody else takes, on the streams of the session's first process.
///
/// An unfinished line that begins with a carriage return, as that of progress does, stays the last
/// one on a terminal: what comes from others erases it, and it stands below again. What the first
/// process prints itself doesn't come through here.
final class TerminalSink implements OutputSink {
  private static final byte[] NEWLINE = {'\n'};

  private final BooleanSupplier isTerminal;
  // The line that stays the last; empty if there is none.
  private String standing = "";
  private boolean isVisible;
  private boolean isInForeignLine;

  /// @param isTerminal whether standard error leads to one; asked when it matters
  TerminalSink(BooleanSupplier isTerminal) {
    this.isTerminal = isTerminal;
  }

  @Override
  public void accept(OutputRecord entry) {
    switch (entry.kind()) {
      case STDOUT -> besides(System.out, entry.bytes());
      case STDERR -> {
        if (entry.bytes()[0] == '\r' && isTerminal.getAsBoolean()) {
          rewrite(entry.bytes());
        } else {
          besides(System.err, entry.bytes());
        }
      }
      // Without a notebook there is nothing to show it in.
      case DISPLAY -> {}
    }
  }

  private void rewrite(byte[] line) {
    boolean isLast = line[line.length - 1] == '\n';
    standing = isLast ? "" : new String(line, UTF_8);
    if (isInForeignLine && isLast) {
      write(System.err, NEWLINE);
    }
    if (!isInForeignLine || isLast) {
      write(System.err, line);
      isVisible = !isLast;
      isInForeignLine = false;
    }
  }

  private void besides(PrintStream stream, byte[] bytes) {
    if (isVisible) {
      // Blanks work on every terminal.
      write(System.err, ("\r" + " ".repeat(standing.length() - 1) + "\r").getBytes(UTF_8));
    }
    write(stream, bytes);
    isInForeignLine = bytes[bytes.length - 1] != '\n';
    isVisible = !standing.isEmpty() && !isInForeignLine;
    if (isVisible) {
      write(System.err, standing.getBytes(UTF_8));
    }
  }

  private static void write(PrintStream stream, byte[] bytes) {
    stream.writeBytes(bytes);
    stream.flush();
  }
}
