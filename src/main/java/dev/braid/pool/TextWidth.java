package dev.braid.pool;

import java.lang.Character.UnicodeScript;

/// How many columns of a terminal, or of a monospaced font, text takes; after Unicode Standard
/// Annex 11.
final class TextWidth {
  private TextWidth() {}

  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int codePoint) {
    if (isBetween(codePoint, 0xFF61, 0xFFDC)) { // halfwidth forms
      return false;
    }
    return switch (UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
      default ->
          Character.isEmojiPresentation(codePoint)
              || isBetween(codePoint, 0x3000, 0x303E) // punctuation of these scripts
              || isBetween(codePoint, 0x3200, 0x33FF) // enclosed and squared ones
              || isBetween(codePoint, 0xFF01, 0xFF60)
              || isBetween(codePoint, 0xFFE0, 0xFFE6); // fullwidth forms
    };
  }

  private static boolean isBetween(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }
}
