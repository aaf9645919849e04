package dev.braid.memory;

/// Why a [SharedBarrier] is broken, always by somebody.
enum Breach {
  /// Somebody waited to his limit.
  TIMEOUT(1, "%s waited for the others as long as it was willing to"),
  /// Somebody was interrupted.
  INTERRUPTED(2, "%s was interrupted while it waited for the others"),
  /// The action threw.
  ACTION(3, "the action failed in %s"),
  /// Somebody wanted it.
  ABORTED(4, "%s aborted it"),
  /// Somebody wanted to begin anew.
  RESET(5, "%s reset it"),
  /// Somebody died inside.
  DIED(6, "%s, was inside");

  private final int code;
  private final String text;

  Breach(int code, String text) {
    this.code = code;
    this.text = text;
  }

  int code() {
    return code;
  }

  static Breach of(int code) {
    for (Breach breach : values()) {
      if (breach.code == code) {
        return breach;
      }
    }
    throw new IllegalStateException("no breach has the code " + code);
  }

  /// As messages tell it.
  String by(String culprit) {
    return text.formatted(culprit);
  }
}
