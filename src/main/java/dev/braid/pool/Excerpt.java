package dev.braid.pool;

/// Text on one line, of limited length.
public final class Excerpt {
  private Excerpt() {}

  /// The text with blanks for control characters; if it is longer than that, its beginning and `…`.
  ///
  /// @param length in chars, at least 2
  public static String of(String text, int length) {
    if (text.length() <= length) {
      return oneLine(text);
    }
    int end = length - 1;
    // Never half a character.
    return oneLine(
            text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end))
        + "…";
  }

  private static String oneLine(String text) {
    // A cursor must stay in its line, and a table's row is one.
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
  }
}
