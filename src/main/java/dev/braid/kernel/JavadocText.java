package dev.braid.kernel;

import java.util.regex.Pattern;

/// A Javadoc comment for a reader's eye: as plain text, or as HTML without inline tags.
final class JavadocText {
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal)\\s+([^{}]*)}");
  private static final Pattern LINK =
      Pattern.compile("\\{@(?:link|linkplain)\\s+(\\S+?)(?:\\s+([^{}]*))?}");
  private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^{}]*)}");
  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s+");
  private static final Pattern HTML_TAG = Pattern.compile("</?[A-Za-z][^>]*>");

  private JavadocText() {}

  static String html(String javadoc) {
    String text = CODE.matcher(javadoc).replaceAll("<code>$1</code>");
    text =
        LINK.matcher(text)
            .replaceAll(match ->
                "<code>"
                    + java.util.regex.Matcher.quoteReplacement(
                        match.group(2) == null ? match.group(1) : match.group(2))
                    + "</code>");
    text = OTHER_INLINE.matcher(text).replaceAll("$1");
    return BLOCK.matcher(text).replaceAll("<br><b>$1</b> ");
  }

  static String plain(String javadoc) {
    String text = HTML_TAG.matcher(html(javadoc).replace("<br><b>", "@")).replaceAll("");
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip();
  }
}
