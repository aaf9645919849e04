package dev.braid.notebook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;

/// The colours and weight that a terminal would use for what comes next, as escape sequences have
/// set them (ECMA-48, SGR).
final class AnsiStyle {
  private static final List<String> NAMES =
      List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white");
  private static final int[] CUBE = {0, 95, 135, 175, 215, 255}; // xterm's 6 levels

  private boolean bold;
  private boolean dim;
  private boolean italic;
  private boolean underline;
  private Colour foreground = Colour.NONE;
  private Colour background = Colour.NONE;

  /// One colour: a named one that the page's theme decides, or an exact one.
  private record Colour(String name, String exact) {
    static final Colour NONE = new Colour("", "");

    static Colour named(int index, boolean bright) {
      return new Colour((bright ? "bright-" : "") + NAMES.get(index), "");
    }

    static Colour exact(int red, int green, int blue) {
      return new Colour("", "rgb(%d,%d,%d)".formatted(red & 255, green & 255, blue & 255));
    }

    /// One of xterm's 256 colours.
    static Colour indexed(int index) {
      if (index < 8) {
        return named(Math.max(index, 0), false);
      }
      if (index < 16) {
        return named(index - 8, true);
      }
      if (index < 232) {
        int cube = index - 16;
        return exact(CUBE[cube / 36], CUBE[cube / 6 % 6], CUBE[cube % 6]);
      }
      int grey = 8 + 10 * (Math.min(index, 255) - 232);
      return exact(grey, grey, grey);
    }
  }

  /// Applies the numbers of one sequence, such as `1;31`.
  void select(String parameters) {
    Deque<Integer> codes = new ArrayDeque<>();
    for (String each : parameters.split("[;:]", -1)) {
      codes.add(each.matches("\\d{1,4}") ? Integer.parseInt(each) : 0);
    }
    while (!codes.isEmpty()) {
      select(codes.remove(), codes);
    }
  }

  private void select(int code, Deque<Integer> rest) {
    switch (code) {
      case 0 -> reset();
      case 1 -> bold = true;
      case 2 -> dim = true;
      case 3 -> italic = true;
      case 4 -> underline = true;
      case 22 -> {
        bold = false;
        dim = false;
      }
      case 23 -> italic = false;
      case 24 -> underline = false;
      case 38 -> foreground = extended(rest);
      case 39 -> foreground = Colour.NONE;
      case 48 -> background = extended(rest);
      case 49 -> background = Colour.NONE;
      default -> {
        if (code >= 30 && code <= 37) {
          foreground = Colour.named(code - 30, false);
        } else if (code >= 90 && code <= 97) {
          foreground = Colour.named(code - 90, true);
        } else if (code >= 40 && code <= 47) {
          background = Colour.named(code - 40, false);
        } else if (code >= 100 && code <= 107) {
          background = Colour.named(code - 100, true);
        } // blinking, fonts and the like have no place on a page
      }
    }
  }

  // 5;n is one of 256, 2;r;g;b is exact.
  private static Colour extended(Deque<Integer> rest) {
    int kind = next(rest);
    return switch (kind) {
      case 5 -> Colour.indexed(next(rest));
      case 2 -> Colour.exact(next(rest), next(rest), next(rest));
      default -> Colour.NONE;
    };
  }

  private static int next(Deque<Integer> rest) {
    Integer first = rest.poll();
    return first == null ? 0 : first;
  }

  private void reset() {
    bold = false;
    dim = false;
    italic = false;
    underline = false;
    foreground = Colour.NONE;
    background = Colour.NONE;
  }

  boolean isPlain() {
    return html().isEmpty();
  }

  /// The attributes of a span with this style, with a space before each; empty if there are none.
  String html() {
    var classes = new StringJoiner(" ", " class=\"", "\"").setEmptyValue("");
    var styles = new ArrayList<String>();
    if (bold) {
      classes.add("ansi-bold");
    }
    if (dim) {
      classes.add("ansi-dim");
    }
    if (italic) {
      classes.add("ansi-italic");
    }
    if (underline) {
      classes.add("ansi-underline");
    }
    if (!foreground.name().isEmpty()) {
      classes.add("ansi-" + foreground.name());
    }
    if (!background.name().isEmpty()) {
      classes.add("ansi-on-" + background.name());
    }
    if (!foreground.exact().isEmpty()) {
      styles.add("color:" + foreground.exact());
    }
    if (!background.exact().isEmpty()) {
      styles.add("background:" + background.exact());
    }
    return classes + (styles.isEmpty() ? "" : " style=\"" + String.join(";", styles) + "\"");
  }
}
