package dev.braid.os;

import java.util.Locale;

/// What a process does, in the words of `ps`.
public enum ProcessState {
  /// One of its threads has a processor, or waits for one only.
  RUNNING,
  /// All its threads wait for something else.
  SLEEPING,
  /// A signal holds it until SIGCONT, or a debugger does.
  STOPPED,
  /// It has ended, and its parent hasn't asked how.
  ZOMBIE,
  /// It has ended, and the system doesn't list it any more.
  GONE,
  /// It lives; more the system doesn't tell.
  UNKNOWN;

  /// The word in small letters.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
