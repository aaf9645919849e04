package dev.braid.os;

import java.util.List;

/// A program to start: its executable with arguments. Environment and working directory are the
/// caller's.
///
/// @param words the absolute path of the executable, then its arguments
public record Command(List<String> words) {
  /// Refuses an empty command.
  public Command {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the command is empty; name an executable");
    }
    words = List.copyOf(words);
  }

  /// The path of the program.
  public String executable() {
    return words.getFirst();
  }
}
