package dev.braid.jupyter;

/// One of the five sockets between a client and a kernel.
public enum Channel {
  /// Requests that may take their time, above all to run cells.
  SHELL("shell"),
  /// Everything that all clients may see: output, results, status.
  IOPUB("iopub"),
  /// The kernel's questions to the user.
  STDIN("stdin"),
  /// Requests that must be served while a cell runs.
  CONTROL("control"),
  /// Bytes that the kernel sends back as they are, as a sign of life.
  HEARTBEAT("hb");

  private final String word;

  Channel(String word) {
    this.word = word;
  }

  /// The connection file's field for the channel's port.
  String portField() {
    return word + "_port";
  }
}
