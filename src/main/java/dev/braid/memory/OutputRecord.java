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
    STDOUT,
    /// Text for standard error.
    STDERR,
    /// A display message, encoded by `display`.
    DISPLAY
  }
}
