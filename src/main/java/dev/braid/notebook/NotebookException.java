package dev.braid.notebook;

import java.io.IOException;
import java.nio.file.Path;

/// A notebook file that can't be read, run or written; the message is one line that names the file,
/// what is wrong with it, and what to do.
public final class NotebookException extends IOException {
  private static final long serialVersionUID = 1L;

  /// A problem with a file, and its remedy.
  public NotebookException(Path file, String problem, String remedy) {
    super(oneLine("%s %s; %s".formatted(file, problem, remedy)));
  }

  /// A problem with a file that something else caused, and its remedy.
  public NotebookException(Path file, String problem, String remedy, Throwable cause) {
    super(oneLine("%s %s; %s".formatted(file, problem, remedy)), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
