package dev.braid.memory;

/// One piece of output, as it went through the output log.
///
/// @param cell the cell that it belongs to; 0 outside any
/// @param pid the process that wrote it
/// @param kind what the bytes are
/// @param bytes whole UTF-8 characters of text, or a display message
public record OutputRecord(long cell, long pid, Kind kind, byte[] bytes) {
  /// What the bytes of a record are.
  public enum Kind {
    /// Text for standard output.
    STDOUT(0),
    /// Text for standard error.
    STDERR(1),
    /// A display message, encoded by `display`.
    DISPLAY(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// Its number in the log.
    int code() {
      return code;
    }

    static Kind of(int code) {
      return switch (code) {
        case 0 -> STDOUT;
        case 1 -> STDERR;
        case 2 -> DISPLAY;
        default -> throw new IllegalStateException("the output log has a record of kind " + code);
      };
    }
  }
}
