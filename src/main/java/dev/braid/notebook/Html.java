package dev.braid.notebook;

/// The one rule by which text becomes HTML.
final class Html {
  private Html() {}

  /// Text that a browser shows as it is, in elements and in attributes.
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
