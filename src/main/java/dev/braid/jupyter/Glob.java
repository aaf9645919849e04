package dev.braid.jupyter;

/// A pattern where `*` stands for any text and `?` for any character, as `history_request` has it.
///
/// @param pattern must match the whole text
record Glob(String pattern) {
  /// Takes at most pattern times text steps, whatever the pattern; a regular expression may take
  /// for ever.
  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = in;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        // Let the last star take one more character.
        at = star + 1;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
