package dev.braid.notebook;

import dev.braid.display.Html;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text with a terminal's escape sequences, such as the colours of a traceback.
///
/// @param text what a terminal would be sent
record AnsiText(String text) {
  // CSI (colours, cursor), OSC (links, titles) up to its end, and the two-character ones.
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001B(?:\\[([0-?]*)[ -/]*([@-~])|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[ -Z\\\\^-~])");

  /// The text alone.
  String plain() {
    return ESCAPE.matcher(text).replaceAll("");
  }

  /// The text as HTML, its colours as spans; what a carriage return wrote over is gone.
  String html() {
    var html = new StringBuilder();
    var style = new AnsiStyle();
    Matcher escape = ESCAPE.matcher(overwritten());
    String source = overwritten();
    int from = 0;
    while (escape.find()) {
      append(html, source.substring(from, escape.start()), style);
      if ("m".equals(escape.group(2))) {
        style.select(escape.group(1));
      }
      from = escape.end();
    }
    append(html, source.substring(from), style);
    return html.toString();
  }

  private static void append(StringBuilder html, String text, AnsiStyle style) {
    if (text.isEmpty()) {
      return;
    }
    String escaped = Html.escape(text);
    html.append(style.isPlain() ? escaped : "<span%s>%s</span>".formatted(style.html(), escaped));
  }

  // A progress bar rewrites its line; only the last version is worth a place on a page.
  private String overwritten() {
    return text.indexOf('\r') < 0
        ? text
        : text.replace("\r\n", "\n").replaceAll("[^\\n]*\\r(?=[^\\n])", "").replace("\r", "");
  }
}
