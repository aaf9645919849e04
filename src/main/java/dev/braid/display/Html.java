package dev.braid.display;

/// The one rule by which text becomes HTML.
public final class Html {
  private Html() {}

  /// Text that a browser shows as it is, in elements and in attributes.
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
