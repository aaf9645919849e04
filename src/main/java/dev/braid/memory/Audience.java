package dev.braid.memory;

/// Who sees what the session shows.
public enum Audience {
  /// Nobody: the output goes to a file or another program.
  NOBODY(0),
  /// A person at a terminal, by standard error.
  TERMINAL(1),
  /// The reader of a notebook, be it now or later.
  NOTEBOOK(2);

  private final int code;

  Audience(int code) {
    this.code = code;
  }

  /// Its number in the session's memory.
  int code() {
    return code;
  }

  static Audience ofCode(int code) {
    return switch (code) {
      case 0 -> NOBODY;
      case 1 -> TERMINAL;
      case 2 -> NOTEBOOK;
      default -> throw new IllegalStateException("the session has an audience of kind " + code);
    };
  }
}
