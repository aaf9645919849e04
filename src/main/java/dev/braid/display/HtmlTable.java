package dev.braid.display;

import dev.braid.pool.TextTable;
import dev.braid.pool.TextTable.Column;

/// A [TextTable] as an HTML table in the page's own colours.
final class HtmlTable {
  private HtmlTable() {}

  /// @param caption above it; empty for none
  static String of(String caption, TextTable table) {
    StringBuilder html =
        new StringBuilder(
            "<table style=\"border-collapse:collapse;margin:.4em 0;font-variant-numeric:tabular-nums\">");
    if (!caption.isEmpty()) {
      html.append("\n<caption style=\"text-align:left;font-weight:bold\">")
          .append(Html.escape(caption))
          .append("</caption>");
    }
    html.append("\n<thead><tr style=\"border-bottom:1px solid\">");
    for (Column column : table.columns()) {
      cell(html, "th scope=\"col\"", column, column.head());
    }
    html.append("</tr></thead>\n<tbody>");
    for (int row = 0; row < table.height(); row++) {
      html.append("\n<tr>");
      for (Column column : table.columns()) {
        cell(html, "td", column, column.cells().get(row));
      }
      html.append("</tr>");
    }
    return html.append("\n</tbody></table>").toString();
  }

  private static void cell(StringBuilder html, String tag, Column column, String text) {
    html.append(
        "<%s style=\"padding:.1em .7em;text-align:%s;white-space:pre\">%s</%s>"
            .formatted(
                tag, column.isNumber() ? "right" : "left", Html.escape(text), tag.substring(0, 2)));
  }
}
